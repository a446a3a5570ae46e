--- The suite of every module and criterion: each sample (lampas.samples) forward and backward.
local reasons = require 'lampas.samples.reasons'
local samples = require 'lampas.samples'
local text = require 'lampas.text'

local FAR = 0.25 -- of the limit: a row below it has a stated reason, or is to be cured

-- '8x64x56x56'; of a table, its parts joined by ' + '.
local function size_of(value)
   if type(value) ~= 'table' then
      return type(value) == 'function' and 'made by a function' or tostring(value)
   elseif value.size then
      return table.concat(value.size, 'x')
   end
   local parts = {}
   for i, one in ipairs(value) do
      parts[i] = size_of(one)
   end
   return table.concat(parts, ' + ')
end

local function rows(parsed)
   local list = {}
   for _, case in ipairs(samples.all()) do
      for _, method in ipairs { 'forward', 'backward' } do
         list[#list + 1] = {
            row_id = ('%s-%s'):format(case.id, method), case = case, method = method, model = case.id, parameter = size_of(case.input),
            label = ('%s %s %s, %s'):format(case.id, method, size_of(case.input), case.family), heading = case.family,
         }
      end
   end
   return parsed.parts and require('lampas.parts').rows(list) or list
end

-- Whether a row is under a quarter of its limit.
local function is_far(result)
   return result.limit_share and result.limit_share < FAR
end

-- Runs a row; far from its limit, it tells why, where that is known.
local function run(row, type, settings)
   local result = require('lampas.runner').row(row, type, settings)
   if result and is_far(result) then
      result.reason = reasons[row.row_id]
   end
   return result
end

-- The rows that are far from their limit without a stated reason.
local function unexplained(results)
   local far, timed, explained = {}, 0, 0
   for _, result in ipairs(results) do
      timed = timed + (result.limit_share and 1 or 0)
      explained = explained + (result.reason and 1 or 0)
      far[#far + 1] = is_far(result) and not result.reason and result or nil
   end
   table.sort(far, function(a, b) return a.limit_share < b.limit_share end)
   local lines = { ('Of %d rows with a limit, %d are under a quarter of it for a stated reason, and %d without one'):format(timed, explained, #far) }
   for _, result in ipairs(far) do
      lines[#lines + 1] = ('   %s %s %s: %.1f%% of %s, %s ms'):format(result.model, result.method, result.type, 100 * result.limit_share,
         result.bound == 'arithmetic' and 'arithmetic' or result.bound .. ' bandwidth', text.number(result.ms))
   end
   return lines
end

return {
   script = 'modules', rivals = true, layers = true, types = { 'float' }, time = 0.3, quick = 0.05, example = 'Spatial*backward',
   description = 'Times every module and criterion of nn on one sensible shape, beside the limit of this machine.',
   columns = {
      heads = { 'Module', 'Method', 'Input' },
      explanations = {
         'Check: ∂ no reference is at hand; the gradients of a small sample agree with finite differences, and this is the largest error.',
      },
   },
   rows = rows,
   run = run,
   summary = function(results)
      local lines = require('lampas.report').summary(results)
      for _, line in ipairs(unexplained(results)) do
         lines[#lines + 1] = line
      end
      return lines
   end,
}
