--- The rival oneDNN: the successor of what the published IntelCaffe with MKL2017 column used, in this process, on the same threads.
--
-- It computes from and to the same plain tensors as the layer (`plain`: the better of two ways, plain layouts throughout, or its own layouts
-- with the reorders that this takes), and, as a second figure, from and to its own layouts (`preferred`), which no plain tensor has.
-- Gradients of parameters overwrite; a layer of nn adds. Float only.
--
-- LAMPAS_DNNL names the library, or several with colons between them; otherwise it is the system's and the one that `make rivals` installed.
local torch = require 'torch'
local dnnl = require 'lampas.rivals.dnnl'
local installed = require 'lampas.rivals.installed'
local engine = require('lampas.library').engine

local onednn = {}

local function like(tensor)
   return tensor.new():resizeAs(tensor)
end

local function sizes(tensor)
   return tensor:size():totable()
end

-- The sizes of a layer's weights, and what else describes its operation.
local function convolution(m)
   return 'convolution', { m.nOutputPlane, m.nInputPlane, m.kH, m.kW },
      { strides = dnnl.dims { m.dH, m.dW }, padding = dnnl.dims { m.padH, m.padW } }
end

local function linear(m)
   return 'inner_product', sizes(m.weight), {}
end

-- Layers with weights: one primitive forward, two backward.
local function weighted(describe)
   return function(library, self, method, any)
      local m, x, y = self.module, self.input, self.module.output
      local kind, shape, described = describe(m)
      described.src, described.dst = library:describe(sizes(x), any), library:describe(sizes(y), any)
      described.weights, described.bias = library:describe(shape, any), library:describe(sizes(m.bias))
      local results = { output = like(y), gradInput = like(x), gradWeight = like(m.weight), gradBias = like(m.bias) }
      local src, dst = { tensor = x, size = sizes(x) }, { tensor = results.output, size = sizes(y), result = true }
      local weights, bias = { tensor = m.weight, size = shape }, { tensor = m.bias, size = sizes(m.bias) }
      local forward = library:plan(kind .. '_forward', described, { src = src, weights = weights, bias = bias, dst = dst })
      if method == 'forward' or not forward then
         return { forward }, { output = results.output }
      end
      local diff_dst = { tensor = self.gradOutput, size = sizes(y) }
      local data = library:plan(kind .. '_backward_data', described, {
         diff_dst = diff_dst, weights = weights, diff_src = { tensor = results.gradInput, size = sizes(x), result = true },
      }, forward)
      local gradients = library:plan(kind .. '_backward_weights', described, {
         src = src, diff_dst = diff_dst, diff_weights = { tensor = results.gradWeight, size = shape, result = true },
         diff_bias = { tensor = results.gradBias, size = sizes(m.bias), result = true },
      }, forward)
      results.output = nil
      return { data, gradients }, results, { forward }
   end
end

local function pooling(library, self, method)
   local m, x, y = self.module, self.input, self.module.output
   local output, gradInput = like(y), like(x)
   local described = {
      src = library:describe(sizes(x)), dst = library:describe(sizes(y)),
      strides = dnnl.dims { m.dH, m.dW }, kernel = dnnl.dims { m.kH, m.kW }, padding = dnnl.dims { m.padH, m.padW },
   }
   local workspace = {}
   local forward = library:plan('pooling_forward', described, {
      src = { tensor = x, size = sizes(x) }, dst = { tensor = output, size = sizes(y), result = true }, workspace = workspace,
   })
   if method == 'forward' or not forward then
      return { forward }, { output = output }
   end
   forward:run()
   local backward = library:plan('pooling_backward', described, {
      diff_dst = { tensor = self.gradOutput, size = sizes(y) }, diff_src = { tensor = gradInput, size = sizes(x), result = true },
      workspace = workspace,
   }, forward)
   return { backward }, { gradInput = gradInput }, { forward }
end

local function relu(library, self, method)
   local x = self.input
   local flat = { x:nElement() }
   local md, result = library:describe(flat), like(x)
   local described, operand = { src = md, dst = md }, { tensor = result, size = flat, result = true }
   local forward = library:plan('relu_forward', described, { src = { tensor = x, size = flat }, dst = operand })
   if method == 'forward' then
      return { forward }, { output = result }
   end
   local backward = library:plan('relu_backward', described,
      { src = { tensor = x, size = flat }, diff_dst = { tensor = self.gradOutput, size = flat }, diff_src = operand }, forward)
   return { backward }, { gradInput = result }, { forward }
end

local function normalization(library, self, method)
   local m, x = self.module, self.input
   local n, size = m.weight:size(1), sizes(x)
   local md = library:describe(size)
   local described = { src = md, dst = md, epsilon = m.eps }
   local vector = function(tensor, result) return { tensor = tensor, size = { n }, result = result } end
   local mean, variance, result = like(m.bias), like(m.bias), like(x)
   local forward = library:plan('normalization_forward', described, {
      src = { tensor = x, size = size }, dst = { tensor = result, size = size, result = true },
      mean = vector(mean, true), variance = vector(variance, true), scale = vector(m.weight), shift = vector(m.bias),
   })
   if method == 'forward' or not forward then
      return { forward }, { output = result }
   end
   forward:run()
   local results = { gradInput = like(x), gradWeight = like(m.weight), gradBias = like(m.bias) }
   local backward = library:plan('normalization_backward', described, {
      src = { tensor = x, size = size }, diff_dst = { tensor = self.gradOutput, size = size },
      diff_src = { tensor = results.gradInput, size = size, result = true },
      mean = vector(mean), variance = vector(variance), scale = vector(m.weight),
      shift = library.dialect.shiftGoesBack and vector(m.bias) or nil,
      diff_scale = vector(results.gradWeight, true), diff_shift = vector(results.gradBias, true),
   }, forward)
   return { backward }, results, { forward }
end

local layers = {
   ['nn.SpatialConvolution'] = { prepare = weighted(convolution), weights = true, layouts = true },
   ['nn.Linear'] = { prepare = weighted(linear), weights = true, layouts = true },
   ['nn.SpatialMaxPooling'] = { prepare = pooling }, ['nn.ReLU'] = { prepare = relu },
   ['nn.BatchNormalization'] = { prepare = normalization, weights = true },
   ['nn.SpatialBatchNormalization'] = { prepare = normalization, weights = true },
}

local function complete(plans, count)
   return #plans == count and count > 0
end

-- One way to do it: { run, preferred, results, close }, nil where the library has none.
local function way(layer, library, self, method, any)
   local plans, results, others = layer.prepare(library, self, method, any)
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

-- Whether a library computes on as many threads as we do: OpenMP's are ours, those of another kind are always as many as there are cores.
local function on_our_threads(library)
   return library.openmp or torch.getnumthreads() == engine.lampas_threads_cores()
end

-- Prepares a library for an instance (lampas.instance) that has been run.
-- @return { { variant = 'plain' or 'preferred', run, results = tensors by name (nil: not to be compared) }, … , close = function }; several of
--    one variant are ways to do it, whose fastest counts; nil where it has no such layer or type, or would compute on other threads
local function prepare(library, self, method)
   local layer = layers[torch.typename(self.module)]
   if not layer or self.type ~= 'float' or self.inplace or layer.weights and not self.module.bias or not on_our_threads(library) then
      return nil
   end
   local list, ways = {}, { way(layer, library, self, method, false), layer.layouts and way(layer, library, self, method, true) or nil }
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

local SYSTEMS = 'libdnnl.so.2'

-- Names of the libraries to open: those that the user names, or the system's, which still has Winograd's convolutions, and a newer one,
-- as far as they are there.
local function names()
   local list, wish, newer = {}, os.getenv 'LAMPAS_DNNL', installed 'lib/libdnnl.so.3'
   for name in (wish or ''):gmatch '[^:]+' do
      list[#list + 1] = name
   end
   if not wish and (not newer or dnnl.open(SYSTEMS)) then
      list[1] = SYSTEMS
   end
   list[#list + 1] = not wish and newer or nil
   return list
end

--- The libraries that are there, each an adapter as lampas.rivals has it; names have the version in them where there are several.
function onednn.all()
   local list, wanted = {}, names()
   for i, name in ipairs(wanted) do
      local library, why = dnnl.open(name)
      list[i] = {
         name = (library and #wanted > 1) and 'oneDNN ' .. library.version or 'oneDNN', layouts = true,
         available = function()
            return library and (#wanted > 1 and '' or library.version .. ', ') .. name:match '[^/]+$', why
         end,
         prepare = function(self, method)
            return prepare(library, self, method)
         end,
      }
   end
   return list
end

return onednn
