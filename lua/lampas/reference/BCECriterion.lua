-- loss = -sum of w * (t * log(x + e) + (1 - t) * log(1 - x + e)), over the number of entries when averaging; e = 1e-12.
local reference = require 'lampas.reference'

local read = reference.read

local BCECriterion = {}

local EPSILON = 1e-12

function BCECriterion.geometry(module, size)
   local count = 1
   for _, n in ipairs(size) do
      count = count * n
   end
   return { size = size, count = count, average = module.sizeAverage ~= false }
end

function BCECriterion.cost(g, bytes)
   return { forward = { bytes = bytes * 2 * g.count }, backward = { bytes = bytes * 3 * g.count } }
end

-- The weight of entry i; weights of one dimension stand for every row.
local function weights(module)
   if not module.weights then
      return function() return 1 end
   end
   local list, n = read(module.weights), module.weights:nElement()
   return function(i) return list[i % n] end
end

function BCECriterion.forward(g, module, input, target)
   local x, t, weight = read(input), read(target), weights(module)
   local function fill(_, _, values)
      local sum = 0
      for i = 0, g.count - 1 do
         sum = sum - weight(i) * (t[i] * math.log(x[i] + EPSILON) + (1 - t[i]) * math.log(1 - x[i] + EPSILON))
      end
      values[0] = g.average and sum / g.count or sum
   end
   return { reference.array('output', module.output, {}, g.count, fill) }
end

function BCECriterion.backward(g, module, input, target)
   local x, t, weight = read(input), read(target), weights(module)
   local divisor = g.average and g.count or 1
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local i = indices[entry]
         values[entry] = (x[i] - t[i]) / ((1 - x[i] + EPSILON) * (x[i] + EPSILON)) * weight(i) / divisor
      end
   end
   return { reference.array('gradInput', module.gradInput, g.size, 1, fill) }
end

return BCECriterion
