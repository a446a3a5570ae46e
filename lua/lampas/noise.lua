--- The noise floor: how far the same case is from itself when it is timed again and again, so that no smaller change is believed.
local torch = require 'torch'
local cases = require 'lampas.cases'
local instance = require 'lampas.instance'
local measure = require 'lampas.measure'
local own = require 'lampas.rivals.own'
local statistics = require 'lampas.statistics'
local verdict = require 'lampas.verdict'

local noise = {}

local CASES = { { id = 'linear-512-512', bound = 'arithmetic' }, { id = 'maxpool-k2-s2', bound = 'memory' } }
local BLOCKS = 6                                  -- times that each is timed
local SECONDS, QUICK = 0.15, 0.03                 -- at most, each time

-- How far values are from where they should be, as a share of it; the furthest does not count, for one may always be unlucky.
local function distance(values, wanted)
   local distances = {}
   for i, value in ipairs(values) do
      distances[i] = math.abs(value / wanted - 1)
   end
   table.sort(distances)
   return distances[math.max(1, #distances - 1)]
end

--- How far medians of blocks are from their median, as a share of it; the furthest block does not count.
function noise.distance(medians)
   return distance(medians, statistics.median(medians))
end

-- A case in new tensors; nil when it fails: that its own row will tell.
local function made(case)
   local self = instance.new(cases.find(case.id), 'float', 'steady')
   local operation = instance.operation(self, 'forward')
   if pcall(operation) then
      return self, operation
   end
end

-- Each case's value of every block, each from new tensors: where they lie in memory is luck that lasts as long as they do. The cases take turns, so
-- that a slow drift of the machine is seen too.
-- @param value function(instance, operation) → a number
-- @param far function(values) → how far they are from each other
local function blocks(name, value, far)
   local state, found = torch.getRNGState(), { floor = 0, cases = {} }
   local values = {}
   for _ = 1, BLOCKS do
      for i, case in ipairs(CASES) do
         collectgarbage() -- twice: finalisers of the first let go of the tensors before
         collectgarbage()
         local self, operation = made(case)
         values[i] = values[i] or {}
         values[i][#values[i] + 1] = self and value(self, operation)
      end
   end
   torch.setRNGState(state)
   for i, case in ipairs(CASES) do
      if #values[i] > 0 then
         local share = far(values[i])
         found.cases[#found.cases + 1] = { case_id = case.id, bound = case.bound, distance = share, [name] = values[i] }
         found[case.bound], found.floor = share, math.max(found.floor, share)
      end
   end
   return found
end

--- Times the same cases again and again, from new tensors each time.
-- @param quick true for less time
-- @return { arithmetic, memory = the distance (a share) of the case that each bounds, floor = the larger, cases = { { case_id, bound,
--    distance, medians_ms } } }
function noise.floor(quick)
   return blocks('medians_ms', function(_, operation)
      return measure.steady(operation, { seconds = quick and QUICK or SECONDS }).median
   end, noise.distance)
end

--- Times the same cases in two processes against each other, again and again, as --against does: what is left where times are paired.
-- @return as `floor`, with `ratios` instead of `medians_ms`
function noise.apart(quick)
   return blocks('ratios', function(self)
      local one, other = assert(own.start()), assert(own.start())
      local operations = { one:prepareSaved(self, 'forward'), other:prepareSaved(self, 'forward') }
      local times = measure.interleaved(operations, { seconds = quick and QUICK or SECONDS })
      one:close()
      other:close()
      return statistics.median(verdict.ratios(times[1].samples, times[2].samples))
   end, function(ratios) return distance(ratios, 1) end)
end

return noise
