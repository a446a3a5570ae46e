--- Logarithmic axes: where values stand on them, and which values are marked.
local scale = {}

local STEPS = { 1, 2, 5 }

-- The last of 1, 2, 5 times powers of ten that is not above a value.
local function below(value)
   local power = 10 ^ math.floor(math.log10(value) + 1e-9)
   local best = power
   for _, step in ipairs(STEPS) do
      best = step * power <= value * (1 + 1e-9) and step * power or best
   end
   return best
end

--- Round ends of an axis: 1, 2 or 5 times a power of ten, at least a factor of ten apart.
-- @param values positive numbers, at least one
-- @return an end not above them, one not below them
function scale.ends(values)
   local low, high = math.huge, 0
   for _, value in ipairs(values) do
      low, high = math.min(low, value), math.max(high, value)
   end
   low, high = below(low), 1 / below(1 / high)
   return low, math.max(high, 10 * low)
end

--- An axis.
-- @param low, high the values at its ends, positive
-- @param from, to the coordinates of its ends
-- @return function(value) → coordinate; values beyond an end stand at it
function scale.logarithmic(low, high, from, to)
   local span = math.log(high / low)
   return function(value)
      local share = math.log(value / low) / span
      return from + (to - from) * math.max(0, math.min(1, share))
   end
end

--- Values to mark from `low` to `high`: 1, 2 and 5 times powers of ten, or powers of ten alone, every second and so on, until
-- there are no more than `most`.
function scale.ticks(low, high, most)
   local first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
   for every = 0, last - first do
      local list = {}
      for power = first, last, math.max(1, every) do
         for _, step in ipairs(every == 0 and STEPS or { 1 }) do
            local value = step * 10 ^ power
            list[#list + 1] = value >= low * (1 - 1e-9) and value <= high * (1 + 1e-9) and value or nil
         end
      end
      if #list <= most then
         return list
      end
   end
   return { low, high }
end

return scale
