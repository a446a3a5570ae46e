-- y = x where x > threshold, else val; gx = g where x > threshold, else 0.
local reference = require 'lampas.reference'

local read = reference.read

local Threshold = {}

function Threshold.geometry(module, size)
   local count = 1
   for _, n in ipairs(size) do
      count = count * n
   end
   return { size = size, count = count, threshold = module.threshold or 0, val = module.val or 0 }
end

function Threshold.cost(g, bytes)
   return { forward = { bytes = bytes * 2 * g.count }, backward = { bytes = bytes * 3 * g.count } }
end

function Threshold.forward(g, module, input)
   local x, threshold, val = read(input), g.threshold, g.val
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local value = x[indices[entry]]
         values[entry] = value > threshold and value or val
      end
   end
   return { reference.array('output', module.output, g.size, 1, fill) }
end

function Threshold.backward(g, module, input, gradOutput)
   local x, dy, threshold = read(input), read(gradOutput), g.threshold
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local index = indices[entry]
         values[entry] = x[index] > threshold and dy[index] or 0
      end
   end
   return { reference.array('gradInput', module.gradInput, g.size, 1, fill) }
end

return Threshold
