-- Training: y = x * mask, an entry of the mask being drawn as uniform() <= 1 - p, and divided by 1 - p in version 2. Evaluation: y = x,
-- in version 1 times 1 - p. The mask is drawn again here, from the seed, by a generator of our own.
local ffi = require 'ffi'
local reference = require 'lampas.reference'
local mersenne = require 'lampas.reference.mersenne'

local read = reference.read

local Dropout = {}

function Dropout.geometry(module, size)
   local count = 1
   for _, n in ipairs(size) do
      count = count * n
   end
   local training = module.train ~= false
   return {
      size = size, count = count, p = module.p, random = (training or module.stochastic_inference) and module.p > 0,
      scale = module.v2 and 1 / (1 - module.p) or 1, still = (module.v2 or training) and 1 or 1 - module.p,
   }
end

function Dropout.cost(g, bytes)
   return { forward = { bytes = bytes * 3 * g.count }, backward = { bytes = bytes * 3 * g.count } }
end

-- The factors of all entries; drawn in order, so that an entry cannot be had before those in front of it.
local function factors(g, context)
   if not context.factors then
      local list = ffi.new('double[?]', g.count)
      local draw, keep = mersenne(context.seed), 1 - g.p
      for i = 0, g.count - 1 do
         list[i] = g.still
         if g.random then
            list[i] = draw() / 4294967296 <= keep and g.scale or 0
         end
      end
      context.factors = list
   end
   return context.factors
end

local function scaled(g, source, context)
   local values, list = read(source), factors(g, context)
   return function(indices, n, out)
      for entry = 0, n - 1 do
         local index = indices[entry]
         out[entry] = values[index] * list[index]
      end
   end
end

function Dropout.forward(g, module, input, context)
   return { reference.array('output', module.output, g.size, 1, scaled(g, input, context)) }
end

function Dropout.backward(g, module, _, gradOutput, context)
   return { reference.array('gradInput', module.gradInput, g.size, 1, scaled(g, gradOutput, context)) }
end

return Dropout
