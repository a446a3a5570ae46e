--- Order statistics and means of lists of numbers. No function changes its argument.
local statistics = {}

local function sorted(list)
   local copy = {}
   for i = 1, #list do
      copy[i] = list[i]
   end
   table.sort(copy)
   return copy
end

-- The quantile of a sorted list, linear between neighbours.
local function at(list, q)
   local position = 1 + (#list - 1) * q
   local below = math.floor(position)
   local above = math.min(below + 1, #list)
   return list[below] + (list[above] - list[below]) * (position - below)
end

--- The quantile `q` (0 to 1) of a list, linear between neighbours; nil for an empty one.
function statistics.quantile(list, q)
   if #list == 0 then
      return nil
   end
   return at(sorted(list), q)
end

--- The median; nil for an empty list.
function statistics.median(list)
   return statistics.quantile(list, 0.5)
end

--- The arithmetic mean; nil for an empty list.
function statistics.mean(list)
   if #list == 0 then
      return nil
   end
   local sum = 0
   for i = 1, #list do
      sum = sum + list[i]
   end
   return sum / #list
end

--- The geometric mean of positive numbers; nil for an empty list.
function statistics.geometricMean(list)
   if #list == 0 then
      return nil
   end
   local sum = 0
   for i = 1, #list do
      sum = sum + math.log(list[i])
   end
   return math.exp(sum / #list)
end

-- For n samples, the rank whose sample and its mirror image hold the median between them 19 times in 20, whatever the distribution:
-- the largest k with P(fewer than k of n samples lie below the median) <= 2.5 %. Nil for n < 6, where no two samples do.
local function rank(n)
   if n > 100 then -- the binomial is near enough to the normal distribution
      return math.floor((n - 1.96 * math.sqrt(n)) / 2)
   end
   local term, sum, k = 0.5 ^ n, 0, 0
   while sum + term <= 0.025 do
      sum, k = sum + term, k + 1
      term = term * (n - k + 1) / k
   end
   return k > 0 and k or nil
end

--- The 95 % rank interval of the median: it needs no assumption on how samples are distributed, but that they are independent.
-- @return its ends, two of the samples; nil when there are fewer than 6
function statistics.interval(list)
   local k = rank(#list)
   if not k then
      return nil
   end
   local s = sorted(list)
   return s[k], s[#s + 1 - k]
end

--- The 95 % bootstrap interval of the median: `rounds` times as many samples are drawn, with replacement.
-- @param rounds default 1000, down to 200 for long lists
-- @return its ends
function statistics.bootstrap(list, rounds)
   local medians, n = {}, #list
   for i = 1, rounds or math.min(1000, math.max(200, 2e5 / n)) do
      local drawn = {}
      for j = 1, n do
         drawn[j] = list[math.random(n)]
      end
      medians[i] = statistics.median(drawn)
   end
   table.sort(medians)
   return at(medians, 0.025), at(medians, 0.975)
end

--- Everything a row tells of its samples, in the samples' unit.
-- @param list at least one number
-- @return { median, mean, min, max, q25, q75, spread }; `spread` is half the distance between the quartiles over the median
function statistics.summary(list)
   local s = sorted(list)
   local median, q25, q75 = at(s, 0.5), at(s, 0.25), at(s, 0.75)
   return {
      median = median, mean = statistics.mean(list), min = s[1], max = s[#s], q25 = q25, q75 = q75,
      spread = median > 0 and (q75 - q25) / 2 / median or 0,
   }
end

return statistics
