--- What two times of the same thing say of each other.
local statistics = require 'lampas.statistics'
local text = require 'lampas.text'

local verdict = {}

local DISTURBANCE = 3 -- times that lost or slow cores may make a median longer: a core shared with another's work has half its pace

-- Rounds more until the interval of the ratio, which shrinks with their square root, no longer reaches over the nearest bound.
local function rounds_more(ratio, low, high, bounds, rounds)
   local nearest = math.huge
   for _, bound in ipairs(bounds) do
      nearest = math.min(nearest, math.abs(ratio - bound))
   end
   local reach = (high - low) / 2
   return nearest > 0 and math.max(1, math.ceil(rounds * ((reach / nearest) ^ 2 - 1))) or math.huge
end

--- A verdict on a ratio of times, new over old.
-- @param ratio the ratio
-- @param low, high its 95 % interval
-- @param margin the share within which two times are called the same
-- @param rounds the rounds it is from
-- @return { ratio, low, high, verdict = 'faster', 'slower', 'same' or 'unknown', margin, more = rounds that would settle it, of
--    'unknown' }
function verdict.of(ratio, low, high, margin, rounds)
   local least, most = 1 / (1 + margin), 1 + margin
   local word, more = 'unknown', nil
   if low > most then
      word = 'slower'
   elseif high < least then
      word = 'faster'
   elseif low >= least and high <= most then
      word = 'same'
   else
      more = rounds_more(ratio, low, high, { least, most }, rounds)
   end
   return { ratio = ratio, low = low, high = high, verdict = word, margin = margin, more = more }
end

--- The verdict on samples of two runs that have nothing to do with each other: the intervals of both medians count. Where cores were slow or
-- lost in most rounds of one of them, a difference that this explains says nothing.
-- @param new, old { median_ms, interval_ms = { low, high }, rounds, disturbed (of them; default 0) }
-- @return as `of`, with disturbed = true where that is why it can't tell; nil where one of them has too few samples
function verdict.apart(new, old, margin)
   if not new.interval_ms or not old.interval_ms then
      return nil
   end
   local low, high = new.interval_ms[1] / old.interval_ms[2], new.interval_ms[2] / old.interval_ms[1]
   local found = verdict.of(new.median_ms / old.median_ms, low, high, margin, math.min(new.rounds, old.rounds))
   local explained = low < DISTURBANCE and high > 1 / DISTURBANCE
   if found.verdict ~= 'same' and explained and (2 * (new.disturbed or 0) > new.rounds or 2 * (old.disturbed or 0) > old.rounds) then
      found.verdict, found.more, found.disturbed = 'unknown', math.huge, true
   end
   return found
end

--- The ratios of samples paired by round.
function verdict.ratios(new, old)
   local ratios = {}
   for i = 1, #new do
      ratios[i] = new[i] / old[i]
   end
   return ratios
end

--- The verdict on samples paired by round: a change of the machine's speed between rounds is no difference.
-- @param new, old lists of samples; those of one index are of one round
function verdict.paired(new, old, margin)
   local ratios = verdict.ratios(new, old)
   local low, high = statistics.bootstrap(ratios)
   return verdict.of(statistics.median(ratios), low, high, margin, #ratios)
end

--- How many rows have each verdict, as a sentence.
-- @param results the rows
-- @param field the verdict's name in a row; one without it is not counted, one with a table without a verdict is not known
-- @param name what they are compared with
-- @return the sentence, and whether any is slower
function verdict.summary(results, field, name)
   local count, compared = { faster = 0, slower = 0, same = 0, unknown = 0 }, 0
   for _, result in ipairs(results) do
      local word = result[field] and (result[field].verdict or 'unknown')
      if word then
         count[word], compared = count[word] + 1, compared + 1
      end
   end
   local line = ("%d rows beside %s: %d faster, %d slower, %d the same, %d can't tell"):format(compared, name, count.faster, count.slower,
      count.same, count.unknown)
   if compared < #results then
      line = line .. ('; %d rows are not in it'):format(#results - compared)
   end
   return line, count.slower > 0
end

--- A verdict in words.
function verdict.words(v)
   if v.verdict == 'same' then
      return ('same within %s%%'):format(text.brief(100 * v.margin))
   elseif v.verdict == 'unknown' then
      if v.disturbed then
         return "can't tell (slow cores)"
      end
      return v.more < 1e6 and ("can't tell (%d more rounds)"):format(v.more) or "can't tell"
   end
   return v.verdict
end

return verdict
