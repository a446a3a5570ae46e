--- The noise floor: how far the same case is from itself when it is timed again and again, so that no smaller change is believed.
local torch = require 'torch'
local cases = require 'lampas.cases'
local instance = require 'lampas.instance'
local measure = require 'lampas.measure'
local statistics = require 'lampas.statistics'

local noise = {}

local CASES = { { id = 'linear-512-512', bound = 'arithmetic' }, { id = 'maxpool-k2-s2', bound = 'memory' } }
local BLOCKS = 6                                  -- times that each is timed
local SECONDS, QUICK = 0.15, 0.03                 -- at most, each time

--- How far medians of blocks are from their median, as a share of it; the furthest block does not count, for one may always be unlucky.
function noise.distance(medians)
   local middle, distances = statistics.median(medians), {}
   for i, median in ipairs(medians) do
      distances[i] = math.abs(median / middle - 1)
   end
   table.sort(distances)
   return distances[math.max(1, #distances - 1)]
end

-- The operation of a case; nil when it fails: that its own row will tell.
local function operation_of(case)
   local self = instance.new(case, 'float', 'steady')
   local operation = instance.operation(self, 'forward')
   return pcall(operation) and operation or nil
end

--- Times the same cases again and again, in turn, so that a slow drift of the machine is seen too, and from new tensors each time: where
-- they lie in memory is luck that lasts as long as they do.
-- @param quick true for less time
-- @return { arithmetic, memory = the distance (a share) of the case that each bounds, floor = the larger, cases = { { case_id, bound,
--    distance, medians_ms } } }
function noise.floor(quick)
   local state, found = torch.getRNGState(), { floor = 0, cases = {} }
   for _, case in ipairs(CASES) do
      if operation_of(cases.find(case.id)) then
         found.cases[#found.cases + 1] = { case_id = case.id, bound = case.bound, medians_ms = {} }
      end
   end
   for block = 1, BLOCKS do
      for _, case in ipairs(found.cases) do
         collectgarbage() -- twice: finalisers of the first let go of the tensors before
         collectgarbage()
         case.medians_ms[block] = measure.steady(operation_of(cases.find(case.case_id)), { seconds = quick and QUICK or SECONDS }).median
      end
   end
   torch.setRNGState(state)
   for _, case in ipairs(found.cases) do
      case.distance = noise.distance(case.medians_ms)
      found[case.bound], found.floor = case.distance, math.max(found.floor, case.distance)
   end
   return found
end

return noise
