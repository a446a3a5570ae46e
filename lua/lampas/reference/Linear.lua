-- y[b][o] = bias[o] + sum over i of weight[o][i] * x[b][i].
local reference = require 'lampas.reference'

local read = reference.read

local Linear = {}

function Linear.geometry(module, size)
   local batched = #size == 2
   return {
      batched = batched, batch = batched and size[1] or 1, nIn = size[#size], nOut = module.weight:size(1), bias = module.bias ~= nil,
   }
end

function Linear.cost(g, bytes)
   local x, y, weight, bias = g.batch * g.nIn, g.batch * g.nOut, g.nIn * g.nOut, g.bias and g.nOut or 0
   return {
      forward = { flops = 2 * g.batch * weight, bytes = bytes * (x + weight + bias + y) },
      backward = { flops = 4 * g.batch * weight, bytes = bytes * ((y + weight + x) + (x + y + 2 * (weight + bias))) },
   }
end

local function sizes(g, features)
   return g.batched and { g.batch, features } or { features }
end

function Linear.forward(g, module, input)
   local x, w, bias = read(input), read(module.weight), g.bias and read(module.bias)
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local o = indices[entry] % g.nOut
         local b = (indices[entry] - o) / g.nOut
         local sum = bias and bias[o] or 0
         for i = 0, g.nIn - 1 do
            sum = sum + w[o * g.nIn + i] * x[b * g.nIn + i]
         end
         values[entry] = sum
      end
   end
   return { reference.array('output', module.output, sizes(g, g.nOut), g.nIn, fill) }
end

local function gradInput(g, module, gradOutput)
   local dy, w = read(gradOutput), read(module.weight)
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local i = indices[entry] % g.nIn
         local b = (indices[entry] - i) / g.nIn
         local sum = 0
         for o = 0, g.nOut - 1 do
            sum = sum + w[o * g.nIn + i] * dy[b * g.nOut + o]
         end
         values[entry] = sum
      end
   end
   return reference.array('gradInput', module.gradInput, sizes(g, g.nIn), g.nOut, fill)
end

local function gradWeight(g, module, input, gradOutput)
   local x, dy = read(input), read(gradOutput)
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local i = indices[entry] % g.nIn
         local o = (indices[entry] - i) / g.nIn
         local sum = 0
         for b = 0, g.batch - 1 do
            sum = sum + dy[b * g.nOut + o] * x[b * g.nIn + i]
         end
         values[entry] = sum
      end
   end
   return reference.array('gradWeight', module.gradWeight, { g.nOut, g.nIn }, g.batch, fill)
end

local function gradBias(g, module, gradOutput)
   local dy = read(gradOutput)
   local function fill(indices, n, values)
      for entry = 0, n - 1 do
         local sum = 0
         for b = 0, g.batch - 1 do
            sum = sum + dy[b * g.nOut + indices[entry]]
         end
         values[entry] = sum
      end
   end
   return reference.array('gradBias', module.gradBias, { g.nOut }, g.batch, fill)
end

function Linear.backward(g, module, input, gradOutput)
   local arrays = { gradInput(g, module, gradOutput), gradWeight(g, module, input, gradOutput) }
   if g.bias then
      arrays[3] = gradBias(g, module, gradOutput)
   end
   return arrays
end

return Linear
