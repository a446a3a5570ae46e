--- The table as JSON, every sample included, keys always in the same order.
local dkjson = require 'dkjson'
local published = require 'lampas.published'

local json = {}

local ARRAY, OBJECT = { __jsontype = 'array' }, { __jsontype = 'object' } -- what empty tables stand for

-- These come first in an object, in this order; all others follow by the alphabet.
local FIRST = { 'format', 'environment', 'limits', 'noise', 'settings', 'rows', 'row_id', 'case_id', 'model', 'method', 'parameter', 'type', 'mode' }

local function collect(value, seen)
   if type(value) == 'table' then
      for key, inner in pairs(value) do
         if type(key) == 'string' then
            seen[key] = true
         end
         collect(inner, seen)
      end
   end
   return seen
end

local function order(document)
   local seen, list, rest = collect(document, {}), {}, {}
   for _, key in ipairs(FIRST) do
      list[#list + 1] = key
      seen[key] = nil
   end
   for key in pairs(seen) do
      rest[#rest + 1] = key
   end
   table.sort(rest)
   for _, key in ipairs(rest) do
      list[#list + 1] = key
   end
   return list
end

-- Figures of one published row: ms, and the names of its marks.
local function figures(row)
   local result = {}
   for system, figure in pairs(row.figures) do
      local marks = {}
      for i, mark in ipairs(figure.marks or {}) do
         marks[i] = mark.name
      end
      result[system] = { ms = figure.ms, artefact = figure.artefact, marks = setmetatable(marks, ARRAY) }
   end
   return result
end

local function row_of(result)
   local row = {}
   for key, value in pairs(result) do
      row[key] = value
   end
   row.published, row.speedup = setmetatable({}, OBJECT), setmetatable({}, OBJECT)
   for _, machine in ipairs(published.machines) do
      local known = published.row(machine, result.row_id)
      if known then
         row.model, row.parameter = row.model or known.model, row.parameter or known.parameter
         row.published[machine] = figures(known)
         row.speedup[machine .. '_Torch'] = published.speedup(known, 'Torch', result.ms)
      end
   end
   return row
end

--- The whole file's text.
-- @param document { environment, limits, noise (as noise.floor gives it), settings, rows (as runner.row gives them) }
function json.encode(document)
   local rows = {}
   for i, result in ipairs(document.rows) do
      rows[i] = row_of(result)
   end
   local all = {
      format = 'lampas-benchmark-1', environment = document.environment, limits = document.limits, settings = document.settings,
      noise = document.noise,
      rows = setmetatable(rows, ARRAY),
   }
   return dkjson.encode(all, { indent = true, keyorder = order(all) }) .. '\n'
end

return json
