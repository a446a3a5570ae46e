--- The suites of the published table: all its rows, or those of one family.
local cases = require 'lampas.cases'
local published = require 'lampas.published'

local function rows(family, parsed)
   local list = {}
   for _, row in ipairs(cases.rows(family)) do
      local known = published.row(parsed.machine, row.row_id)
      if not (row.case.extra and parsed.mode == 'seed') then -- it is none of the published protocol's
         row.label = ('%s %s %s'):format(known.model, known.method, known.parameter)
         row.listed = row.label .. (row.case.extra and ' (as the Caffe columns ran it)' or '')
         row.model, row.parameter = known.model, known.parameter
         row.heading = published.row('E3', row.row_id).model
         list[#list + 1] = row
      end
   end
   return parsed.parts and require('lampas.parts').rows(list) or list
end

--- The suite of a script.
-- @param script its name without '.lua'
-- @param family the cases it runs (cases.rows); nil for all
return function(script, family)
   return {
      script = script, published = true, rivals = true, layers = true, types = { 'float', 'double' }, time = 1, quick = 0.15,
      example = 'conv-3-64*backward',
      description = 'Times layers, checks each against a reference first, and sets the figures beside the published ones.',
      rows = function(parsed) return rows(family, parsed) end,
      run = function(row, type, settings) return require('lampas.runner').row(row, type, settings) end,
      summary = function(results, parsed) return require('lampas.report').summary(results, parsed.machine) end,
   }
end
