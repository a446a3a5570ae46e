--- The rival oneDNN: the successor of what the published IntelCaffe with MKL2017 column used, in this process, on the same threads.
--
-- It computes from and to the same plain tensors as the layer (`plain`: the better of two ways, plain layouts throughout, or its own layouts
-- with the reorders that this takes), and, as a second figure, from and to its own layouts (`preferred`), which no plain tensor has.
-- Gradients of parameters overwrite; a layer of nn adds. Float only.
local torch = require 'torch'
local dnnl = require 'lampas.rivals.dnnl'

local onednn = { name = 'oneDNN', layouts = true }

--- @return the version as text; or nil and why it is not to be had
onednn.available = dnnl.load

local function like(tensor)
   return tensor.new():resizeAs(tensor)
end

local function sizes(tensor)
   return tensor:size():totable()
end

local function convolution(self, any)
   local m, x, y = self.module, self.input, self.module.output
   local weights = { m.nOutputPlane, m.nInputPlane, m.kH, m.kW }
   local md = function(size, flexible) return dnnl.describe(size, flexible and any) end
   local src, dst, filter, bias = md(sizes(x), true), md(sizes(y), true), md(weights, true), md { m.nOutputPlane }
   local strides, padding = dnnl.dims { m.dH, m.dW }, dnnl.dims { m.padH, m.padW }
   return {
      forward = function()
         return dnnl.init('convolution_forward', dnnl.forward, dnnl.auto, src, filter, bias, dst, strides, padding, padding)
      end,
      backward_data = function()
         return dnnl.init('convolution_backward_data', dnnl.auto, src, filter, dst, strides, padding, padding)
      end,
      backward_weights = function()
         return dnnl.init('convolution_backward_weights', dnnl.auto, src, filter, bias, dst, strides, padding, padding)
      end,
      weights = weights, bias = { m.nOutputPlane },
   }
end

local function linear(self, any)
   local m, x, y = self.module, self.input, self.module.output
   local src, dst = dnnl.describe(sizes(x), any), dnnl.describe(sizes(y), any)
   local filter, bias = dnnl.describe(sizes(m.weight), any), dnnl.describe { m.weight:size(1) }
   return {
      forward = function() return dnnl.init('inner_product_forward', dnnl.forward, src, filter, bias, dst) end,
      backward_data = function() return dnnl.init('inner_product_backward_data', src, filter, dst) end,
      backward_weights = function() return dnnl.init('inner_product_backward_weights', src, filter, bias, dst) end,
      weights = sizes(m.weight), bias = { m.weight:size(1) },
   }
end

-- Layers with weights: one primitive forward, two backward.
local function weighted(describe)
   return function(self, method, any)
      local m, x, y, layer = self.module, self.input, self.module.output, describe(self, any)
      local results = { output = like(y), gradInput = like(x), gradWeight = like(m.weight), gradBias = like(m.bias) }
      local src, dst = { tensor = x, size = sizes(x) }, { tensor = results.output, size = sizes(y), result = true }
      local weights, bias = { tensor = m.weight, size = layer.weights }, { tensor = m.bias, size = layer.bias }
      local forward = dnnl.plan(layer.forward(), { src = src, weights = weights, bias = bias, dst = dst })
      if method == 'forward' or not forward then
         return { forward }, { output = results.output }
      end
      local diff_dst = { tensor = self.gradOutput, size = sizes(y) }
      local data = dnnl.plan(layer.backward_data(), {
         diff_dst = diff_dst, weights = weights, diff_src = { tensor = results.gradInput, size = sizes(x), result = true },
      }, forward)
      local gradients = dnnl.plan(layer.backward_weights(), {
         src = src, diff_dst = diff_dst, diff_weights = { tensor = results.gradWeight, size = layer.weights, result = true },
         diff_bias = { tensor = results.gradBias, size = layer.bias, result = true },
      }, forward)
      results.output = nil
      return { data, gradients }, results, { forward }
   end
end

local function pooling(self, method)
   local m, x, y = self.module, self.input, self.module.output
   local output, gradInput = like(y), like(x)
   local src, dst = dnnl.describe(sizes(x)), dnnl.describe(sizes(y))
   local strides, kernel, padding = dnnl.dims { m.dH, m.dW }, dnnl.dims { m.kH, m.kW }, dnnl.dims { m.padH, m.padW }
   local workspace = {}
   local forward = dnnl.plan(dnnl.init('pooling_forward', dnnl.forward, dnnl.max, src, dst, strides, kernel, padding, padding), {
      src = { tensor = x, size = sizes(x) }, dst = { tensor = output, size = sizes(y), result = true }, workspace = workspace,
   })
   if method == 'forward' or not forward then
      return { forward }, { output = output }
   end
   forward:run()
   local backward = dnnl.plan(dnnl.init('pooling_backward', dnnl.max, src, dst, strides, kernel, padding, padding), {
      diff_dst = { tensor = self.gradOutput, size = sizes(y) }, diff_src = { tensor = gradInput, size = sizes(x), result = true },
      workspace = workspace,
   }, forward)
   return { backward }, { gradInput = gradInput }, { forward }
end

local function relu(self, method)
   local x = self.input
   local flat = { x:nElement() }
   local md, result = dnnl.describe(flat), like(x)
   local operand = { tensor = result, size = flat, result = true }
   local forward = dnnl.plan(dnnl.init('eltwise_forward', dnnl.forward, dnnl.relu, md, 0, 0),
      { src = { tensor = x, size = flat }, dst = operand })
   if method == 'forward' then
      return { forward }, { output = result }
   end
   local backward = dnnl.plan(dnnl.init('eltwise_backward', dnnl.relu, md, md, 0, 0),
      { src = { tensor = x, size = flat }, diff_dst = { tensor = self.gradOutput, size = flat }, diff_src = operand }, forward)
   return { backward }, { gradInput = result }, { forward }
end

local function normalization(self, method)
   local m, x = self.module, self.input
   local n, size = m.weight:size(1), sizes(x)
   local md = dnnl.describe(size)
   local both = torch.cat(m.weight, m.bias, 1)
   local mean, variance, result = like(m.bias), like(m.bias), like(x)
   local statistics = function(operands, written)
      operands.mean, operands.variance = { tensor = mean, size = { n }, result = written }, { tensor = variance, size = { n }, result = written }
      operands.scaleShift = { tensor = both, size = { 2, n } }
      return operands
   end
   local forward = dnnl.plan(dnnl.init('batch_normalization_forward', dnnl.forward, md, m.eps, dnnl.scaleShift),
      statistics({ src = { tensor = x, size = size }, dst = { tensor = result, size = size, result = true } }, true))
   if method == 'forward' or not forward then
      return { forward }, { output = result }
   end
   forward:run()
   local gradient, gradients = like(x), both:clone()
   local backward = dnnl.plan(dnnl.init('batch_normalization_backward', dnnl.backward, md, md, m.eps, dnnl.scaleShift), statistics {
      src = { tensor = x, size = size }, diff_dst = { tensor = self.gradOutput, size = size },
      diff_src = { tensor = gradient, size = size, result = true }, diff_scaleShift = { tensor = gradients, size = { 2, n }, result = true },
   }, forward)
   return { backward }, { gradInput = gradient, gradWeight = gradients:narrow(1, 1, n), gradBias = gradients:narrow(1, n + 1, n) }, { forward }
end

local layers = {
   ['nn.SpatialConvolution'] = { prepare = weighted(convolution), layouts = true }, ['nn.Linear'] = { prepare = weighted(linear), layouts = true },
   ['nn.SpatialMaxPooling'] = { prepare = pooling }, ['nn.ReLU'] = { prepare = relu },
   ['nn.BatchNormalization'] = { prepare = normalization }, ['nn.SpatialBatchNormalization'] = { prepare = normalization },
}

local function complete(plans, count)
   return #plans == count and count > 0
end

-- One way to do it: { run, preferred, results, close }, nil where the library has none.
local function way(layer, self, method, any)
   local plans, results, others = layer.prepare(self, method, any)
   local count = method == 'backward' and (results.gradWeight and layer.layouts) and 2 or 1
   if not complete(plans, count) then
      return nil
   end
   return {
      results = results,
      run = function()
         for _, plan in ipairs(plans) do
            plan:run()
         end
      end,
      preferred = function()
         for _, plan in ipairs(plans) do
            plan:runPreferred()
         end
      end,
      close = function()
         for _, list in ipairs { plans, others or {} } do
            for _, plan in ipairs(list) do
               plan:close()
            end
         end
      end,
   }
end

--- Prepares the rival for an instance (lampas.instance) that has been run.
-- @return { { variant = 'plain' or 'preferred', run, results = tensors by name (nil: not to be compared) }, … , close = function }; several of
--    one variant are ways to do it, whose fastest counts; nil where it has no such layer or type
function onednn.prepare(self, method)
   local layer = layers[torch.typename(self.module)]
   if not layer or self.type ~= 'float' or self.inplace then
      return nil
   end
   local list, ways = {}, { way(layer, self, method, false), layer.layouts and way(layer, self, method, true) or nil }
   for _, one in pairs(ways) do
      list[#list + 1] = { variant = 'plain', run = one.run, results = one.results }
   end
   if layer.layouts and ways[2] then
      list[#list + 1] = { variant = 'preferred', run = ways[2].preferred }
   end
   function list.close()
      for _, one in pairs(ways) do
         one.close()
      end
   end
   return list
end

return onednn
