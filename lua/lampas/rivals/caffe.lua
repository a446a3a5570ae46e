--- The algorithm behind the published Caffe column, as a small reference: windows of an image copied side by side (im2col), one
-- multiplication by OpenBLAS for each image, and pooling whose output sizes are rounded up, in plain loops on one thread.
--
-- It is not Caffe: it shows what that way of computing costs on this machine. Copies are made by torch's own kernels.
local ffi = require 'ffi'
local torch = require 'torch'
local reference = require 'lampas.reference'

local caffe = { name = 'im2col' }

--- It is always there.
function caffe.available()
   return 'with ' .. ffi.string(require('lampas.library').engine.lampas_blas_config()):match '^%S+ %S+'
end

local function like(tensor)
   return tensor.new():resizeAs(tensor):zero()
end

-- ---- convolution --------------------------------------------------------------------------------------------------------------

-- Buffers of a layer: one padded image, its windows as a view of it, and the columns.
local function columns_of(self)
   local m, x, y = self.module, self.input, self.module.output
   local planes, height, width = x:size(2), x:size(3), x:size(4)
   local padded = x.new(planes, height + 2 * m.padH, width + 2 * m.padW):zero()
   local inner = padded:narrow(2, 1 + m.padH, height):narrow(3, 1 + m.padW, width)
   local windows = padded:unfold(2, m.kH, m.dH):unfold(3, m.kW, m.dW):permute(1, 4, 5, 2, 3)
   local column = x.new(planes, m.kH, m.kW, y:size(3), y:size(4))
   return {
      padded = padded, inner = inner, windows = windows, column = column,
      matrix = column:view(planes * m.kH * m.kW, y:size(3) * y:size(4)),
   }
end

local function im2col(c, image)
   c.padded:zero() -- the way back left sums beyond the edges
   c.inner:copy(image)
   c.column:copy(c.windows)
end

-- The gradient of an image: what comes back through its windows is added up, one place of the window at a time.
local function col2im(m, c, image)
   c.padded:zero()
   for i = 1, m.kH do
      for j = 1, m.kW do
         c.windows:select(2, i):select(2, j):add(c.column:select(2, i):select(2, j))
      end
   end
   image:copy(c.inner)
end

local function convolution(self, method)
   local m, x, y, c = self.module, self.input, self.module.output, columns_of(self)
   local weight = m.weight:view(m.nOutputPlane, -1)
   local function flat(tensor, b)
      return tensor[b]:view(m.nOutputPlane, -1)
   end
   if method == 'forward' then
      local output = like(y)
      local bias = m.bias:view(m.nOutputPlane, 1):expand(m.nOutputPlane, c.matrix:size(2))
      return function()
         for b = 1, x:size(1) do
            im2col(c, x[b])
            flat(output, b):copy(bias):addmm(weight, c.matrix)
         end
      end, { output = output }
   end
   local results = { gradInput = like(x), gradWeight = like(m.weight), gradBias = like(m.bias) }
   local gradWeight, ones = results.gradWeight:view(m.nOutputPlane, -1), x.new(c.matrix:size(2)):fill(1)
   return function()
      gradWeight:zero()
      results.gradBias:zero()
      for b = 1, x:size(1) do
         local g = flat(self.gradOutput, b)
         results.gradBias:addmv(g, ones)
         im2col(c, x[b])
         gradWeight:addmm(g, c.matrix:t())
         c.matrix:mm(weight:t(), g)
         col2im(m, c, results.gradInput[b])
      end
   end, results
end

-- ---- linear -------------------------------------------------------------------------------------------------------------------

local function linear(self, method)
   local m, x, y = self.module, self.input, self.module.output
   if method == 'forward' then
      local output, bias = like(y), m.bias:view(1, -1):expand(y:size(1), y:size(2))
      return function() output:copy(bias):addmm(x, m.weight:t()) end, { output = output }
   end
   local results = { gradInput = like(x), gradWeight = like(m.weight), gradBias = like(m.bias) }
   local ones = x.new(x:size(1)):fill(1)
   return function()
      results.gradWeight:mm(self.gradOutput:t(), x)
      results.gradBias:mv(self.gradOutput:t(), ones)
      results.gradInput:mm(self.gradOutput, m.weight)
   end, results
end

-- ---- pooling ------------------------------------------------------------------------------------------------------------------

-- Windows of one dimension, rounded up: their number.
local function rounded_up(size, kernel, stride, pad)
   local n = math.ceil((size + 2 * pad - kernel) / stride) + 1
   return pad > 0 and (n - 1) * stride >= size + pad and n - 1 or n
end

local function pool_plane(m, from, height, width, to, places, high, wide)
   for i = 0, high - 1 do
      local top, bottom = math.max(i * m.dH - m.padH, 0), math.min(i * m.dH - m.padH + m.kH, height)
      for j = 0, wide - 1 do
         local left, right = math.max(j * m.dW - m.padW, 0), math.min(j * m.dW - m.padW + m.kW, width)
         local best, place = -math.huge, -1
         for r = top, bottom - 1 do
            for c = left, right - 1 do
               local value = from[r * width + c]
               if value > best then
                  best, place = value, r * width + c
               end
            end
         end
         to[i * wide + j], places[i * wide + j] = best, place
      end
   end
end

local function pooling(self, method)
   local m, x = self.module, self.input
   local height, width, planes = x:size(3), x:size(4), x:size(1) * x:size(2)
   local high, wide = rounded_up(height, m.kH, m.dH, m.padH), rounded_up(width, m.kW, m.dW, m.padW)
   local output, places = x.new(x:size(1), x:size(2), high, wide), torch.IntTensor(planes * high * wide)
   local source, target, index = reference.read(x), reference.read(output), reference.read(places)
   local function forward()
      for p = 0, planes - 1 do
         pool_plane(m, source + p * height * width, height, width, target + p * high * wide, index + p * high * wide, high, wide)
      end
   end
   forward()
   local same = output:isSameSizeAs(m.output)
   if method == 'forward' then
      return forward, { output = same and output or nil }
   end
   local gradOutput = same and self.gradOutput or x.new():resizeAs(output):uniform(-1, 1)
   local gradInput, g = like(x), reference.read(gradOutput)
   local gradient = reference.read(gradInput)
   return function()
      gradInput:zero()
      for p = 0, planes - 1 do
         for i = p * high * wide, (p + 1) * high * wide - 1 do
            local place = p * height * width + index[i]
            gradient[place] = gradient[place] + g[i]
         end
      end
   end, { gradInput = same and gradInput or nil }
end

local layers = { ['nn.SpatialConvolution'] = convolution, ['nn.Linear'] = linear, ['nn.SpatialMaxPooling'] = pooling }

--- As lampas.rivals says: convolution, Linear and max pooling over batches, float and double.
function caffe.prepare(self, method)
   local layer = layers[torch.typename(self.module)]
   if not layer or (self.module.bias == nil and layer ~= pooling) then
      return nil
   end
   local run, results = layer(self, method)
   return { { variant = 'plain', run = run, results = results }, close = function() end }
end

return caffe
