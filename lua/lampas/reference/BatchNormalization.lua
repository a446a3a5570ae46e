-- Over each feature f of x[batch][f][space]: y = (x - mean) / sqrt(variance + eps) * weight[f] + bias[f].
-- In training the mean and biased variance of the batch, and running averages follow (with the unbiased variance); else the running ones.
local ffi = require 'ffi'
local reference = require 'lampas.reference'

local read = reference.read

local BatchNormalization = {}

function BatchNormalization.geometry(module, size)
   local space = 1
   for d = 3, #size do
      space = space * size[d]
   end
   return {
      size = size, batch = size[1], features = size[2], space = space, count = size[1] * size[2] * space, each = size[1] * space,
      eps = module.eps, momentum = module.momentum, training = module.train ~= false and size[1] > 1, affine = module.weight ~= nil,
   }
end

function BatchNormalization.cost(g, bytes)
   return { forward = { bytes = bytes * 2 * g.count }, backward = { bytes = bytes * 3 * g.count } }
end

local function copy(tensor)
   local values = {}
   for i = 1, tensor:nElement() do
      values[i - 1] = tonumber(tensor:data()[i - 1])
   end
   return values
end

function BatchNormalization.before(module, context)
   context.running_mean, context.running_var = copy(module.running_mean), copy(module.running_var)
end

-- Sum over one feature of term(value of x, value of dy); dy may be nil.
local function over(g, feature, x, dy, term)
   local sum = 0
   for b = 0, g.batch - 1 do
      local from = (b * g.features + feature) * g.space
      for s = from, from + g.space - 1 do
         sum = sum + term(x[s], dy and dy[s])
      end
   end
   return sum
end

-- Mean and 1 / sqrt(variance + eps) of every feature, and in training the variance.
local function statistics(g, module, x)
   local mean, inverse, variance = {}, {}, {}
   for f = 0, g.features - 1 do
      if g.training then
         mean[f] = over(g, f, x, nil, function(value) return value end) / g.each
         variance[f] = over(g, f, x, nil, function(value) return (value - mean[f]) ^ 2 end) / g.each
         inverse[f] = 1 / math.sqrt(variance[f] + g.eps)
      else
         mean[f] = tonumber(module.running_mean:data()[f])
         inverse[f] = 1 / math.sqrt(tonumber(module.running_var:data()[f]) + g.eps)
      end
   end
   return mean, inverse, variance
end

-- Fills each entry with of(feature, index), or of(feature) when entries are features.
local function each_entry(g, of)
   return function(indices, n, values)
      for entry = 0, n - 1 do
         local index = indices[entry]
         values[entry] = of(math.floor(index / g.space) % g.features, index)
      end
   end
end

local function each_feature(of)
   return function(indices, n, values)
      for entry = 0, n - 1 do
         values[entry] = of(indices[entry])
      end
   end
end

function BatchNormalization.forward(g, module, input, context)
   local x = read(input)
   local mean, inverse, variance = statistics(g, module, x)
   local w, bias = g.affine and read(module.weight), g.affine and read(module.bias)
   local arrays = {
      reference.array('output', module.output, g.size, g.each, each_entry(g, function(f, index)
         return (x[index] - mean[f]) * inverse[f] * (w and w[f] or 1) + (bias and bias[f] or 0)
      end), { slack = 2.5 }),
   }
   if g.training then
      local old, m = 1 - g.momentum, g.momentum
      arrays[2] = reference.array('running_mean', module.running_mean, { g.features }, g.each, each_feature(function(f)
         return old * context.running_mean[f] + m * mean[f]
      end))
      arrays[3] = reference.array('running_var', module.running_var, { g.features }, g.each, each_feature(function(f)
         return old * context.running_var[f] + m * variance[f] * g.each / (g.each - 1)
      end))
   end
   return arrays
end

-- Sums over the batch that the gradients need: of dy, and of dy times the normalised x.
local function gradient_sums(g, x, dy, mean, inverse)
   local plain, normalised = ffi.new('double[?]', g.features), ffi.new('double[?]', g.features)
   for f = 0, g.features - 1 do
      plain[f] = over(g, f, x, dy, function(_, gradient) return gradient end)
      normalised[f] = over(g, f, x, dy, function(value, gradient) return (value - mean[f]) * inverse[f] * gradient end)
   end
   return plain, normalised
end

function BatchNormalization.backward(g, module, input, gradOutput)
   local x, dy = read(input), read(gradOutput)
   local mean, inverse = statistics(g, module, x)
   local plain, normalised = gradient_sums(g, x, dy, mean, inverse)
   local w = g.affine and read(module.weight)
   local arrays = {
      reference.array('gradInput', module.gradInput, g.size, g.each, each_entry(g, function(f, index)
         local scale = (w and w[f] or 1) * inverse[f]
         if not g.training then
            return dy[index] * scale
         end
         return (dy[index] - plain[f] / g.each - (x[index] - mean[f]) * inverse[f] * normalised[f] / g.each) * scale
      end), { slack = 10 }),
   }
   if g.affine then
      arrays[2] = reference.array('gradWeight', module.gradWeight, { g.features }, g.each,
         each_feature(function(f) return normalised[f] end), { slack = 10 })
      arrays[3] = reference.array('gradBias', module.gradBias, { g.features }, g.each, each_feature(function(f) return plain[f] end))
   end
   return arrays
end

return BatchNormalization
