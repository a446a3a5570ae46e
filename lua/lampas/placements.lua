--- Where tensors lie in memory is luck that lasts as long as they do: which lines of a cache they share makes two copies of the same layer
-- differ by a few percent, now and then by a third. More rounds with the same tensors do not see that. So a difference is
-- believed when it is there with other tensors too: each placement, tensors made anew on both sides, gives one ratio.
local statistics = require 'lampas.statistics'
local verdict = require 'lampas.verdict'

local placements = {}

local LEAST, MOST = 6, 24 -- the fewest whose ranks bracket their median

--- Times two things with new tensors again and again until the placements tell what they are to each other.
-- @param first samples of the first placement: { new, old }, two lists paired by round
-- @param again function() → the same with new tensors
-- @param margin the share within which two times are the same
-- @return what lampas.verdict says, with `placements`, their number: one where that found them the same; and the samples of all as two
--    lists, paired by round
function placements.verdict(first, again, margin)
   local found = verdict.paired(first[1], first[2], margin)
   local ratios, new, old = { found.ratio }, { unpack(first[1]) }, { unpack(first[2]) }
   while #ratios < MOST and (found.verdict ~= 'same' or #ratios > 1) do
      local times = again()
      ratios[#ratios + 1] = statistics.median(verdict.ratios(times[1], times[2]))
      for i = 1, #times[1] do
         new[#new + 1], old[#old + 1] = times[1][i], times[2][i]
      end
      if #ratios >= LEAST then
         local low, high = statistics.interval(ratios)
         found = verdict.of(statistics.median(ratios), low, high, margin, #new)
         if found.verdict ~= 'unknown' then
            break
         end
      end
   end
   found.placements = #ratios
   return found, new, old
end

return placements
