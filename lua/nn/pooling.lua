--- What pooling layers share: geometry, rounding, printing, and the passes of those that take maxima or means over moving windows.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local window = require 'nn.window'
local handle = require 'torch.handle'
local Long = require('torch.types').by_name.Long
local raw = handle.raw

local pooling = {}

local Shape = ffi.typeof('Pooling_shape')

--- Output sizes are rounded up: a last window may reach beyond the edge. Returns self.
function pooling.ceil(self)
   self.ceil_mode = true
   return self
end

--- Output sizes are rounded down. Returns self.
function pooling.floor(self)
   self.ceil_mode = false
   return self
end

-- ---- geometry -----------------------------------------------------------------------------------------------------------

--- Fills one axis of a shape.
function pooling.axis(axis, input, output, kernel, stride, pad, dilation)
   axis.input, axis.output, axis.kernel, axis.stride = input, output, kernel or 1, stride or 1
   axis.pad, axis.dilation = pad or 0, dilation or 1
end

--- The shape (src/nn/pooling.h) of a map's sizes alone, with outputs still to be filled in; the batch size (nil for one map) and planes.
-- @param dims 2 for images, 3 for volumes
function pooling.map(self, input, dims)
   local batch, at = check.map(self, input, dims)
   local p = raw(input)
   local n = p.nDimension
   local shape = Shape()
   pooling.axis(shape.time, dims == 3 and p.size[n - 3] or 1, 1)
   pooling.axis(shape.height, p.size[n - 2], 1)
   pooling.axis(shape.width, p.size[n - 1], 1)
   shape.planes = (batch or 1) * p.size[at]
   return shape, batch, tonumber(p.size[at])
end

--- The sizes of the outputs after the planes.
function pooling.outputs(shape, dims)
   if dims == 2 then
      return tonumber(shape.height.output), tonumber(shape.width.output)
   end
   return tonumber(shape.time.output), tonumber(shape.height.output), tonumber(shape.width.output)
end

-- One axis from the fields of a layer, which end in its letter.
local function moving(self, axis, letter)
   local k, d, pad, dilation = self['k' .. letter], self['d' .. letter], self['pad' .. letter] or 0, self['dilation' .. letter] or 1
   local size = tonumber(axis.input)
   pooling.axis(axis, size, window.count(size, k, d, pad, dilation, self.ceil_mode), k, d, pad, dilation)
   return pad > math.floor(k / 2)
end

local function refuse_padding(self, dims)
   local padded, sizes = {}, {}
   for _, letter in ipairs(dims == 3 and { 'T', 'W', 'H' } or { 'W', 'H' }) do
      padded[#padded + 1] = ('pad%s = %d'):format(letter, self['pad' .. letter] or 0)
      sizes[#sizes + 1] = ('k%s = %d'):format(letter, self['k' .. letter])
   end
   check.fail(self, 'pad should be smaller than half of kernel size, but got %s, %s', table.concat(padded, ', '), table.concat(sizes, ', '))
end

--- The shape of a call, from the layer's fields (kW, dW, padW, dilationW, …) and its input; batch size (nil for one map) and planes.
function pooling.geometry(self, input, dims)
   local shape, batch, planes = pooling.map(self, input, dims)
   local wide = dims == 3 and moving(self, shape.time, 'T')
   wide = moving(self, shape.height, 'H') or wide
   wide = moving(self, shape.width, 'W') or wide
   if wide then
      refuse_padding(self, dims)
   end
   if shape.time.output < 1 or shape.height.output < 1 or shape.width.output < 1 then
      check.fail(self, 'input of size %s is too small: the output would have %s%d rows and %d columns. Output size is too small', check.size(input),
         dims == 3 and tonumber(shape.time.output) .. ' frames, ' or '', tonumber(shape.height.output), tonumber(shape.width.output))
   end
   return shape, batch, planes
end

-- ---- maxima ---------------------------------------------------------------------------------------------------------------

--- Fields of max pooling that are whole numbers whatever the module's type: converts the others.
function pooling.type(self, parent, name, cache)
   if not name then
      return parent.type(self)
   end
   local indices = self.indices
   self.indices = nil
   parent.type(self, name, cache)
   self.indices = indices and indices:long()
   return self
end

--- Empties the indices as well.
function pooling.clearState(self, parent)
   nn.utils.clear(self, 'indices')
   return parent.clearState(self)
end

--- self.output and self.indices: the maximum of each window.
function pooling.maxima(self, input, dims, geometry, encoding)
   local T = check.floating(self, input, 'input')
   local shape, batch, planes = geometry(self, input, dims)
   shape.indices = encoding
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.map(self, 'output', T, batch, planes, pooling.outputs(shape, dims))
   local indices = buffers.map(self, 'indices', Long, batch, planes, pooling.outputs(shape, dims))
   check.done(self, T.kernels.MaxPooling_updateOutput(output:data(), indices:data(), x:data(), shape))
   return output, shape
end

--- self.gradInput: each gradient at its maximum. Returns the shape as well.
function pooling.scatter(self, input, gradOutput, shape, encoding)
   local T = check.floating(self, input, 'input')
   if handle.typeOf(self.indices) ~= Long or not self.indices:isSameSizeAs(gradOutput) then
      check.fail(self, 'input of size %s is not the one of the last forward call', check.size(input))
   end
   shape.indices = encoding
   local indices = buffers.contiguous(self, '_indices', self.indices)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput = buffers.like(self, 'gradInput', input)
   local wrong = T.kernels.MaxPooling_scatter(gradInput:data(), g:data(), indices:data(), shape, 1)
   if wrong ~= 0 and encoding == 'POOLING_PLACES' then -- an offset points outside only where a window has nothing inside
      check.fail(self, 'found an invalid max index')
   end
   return gradInput
end

--- self.gradInput of max pooling over moving windows.
function pooling.maximaGradient(self, input, gradOutput, dims, geometry, encoding)
   if not self.gradInput then
      return nil
   end
   check.floating(self, input, 'input')
   local shape, batch, planes = geometry(self, input, dims)
   check.floating(self, gradOutput, 'gradOutput')
   check.isMap(self, gradOutput, 'gradOutput', batch, planes, pooling.outputs(shape, dims))
   if self.iheight and (self.iheight ~= shape.height.input or self.iwidth ~= shape.width.input) then
      check.fail(self, 'input of size %s is not the one of the last forward call', check.size(input))
   end
   return pooling.scatter(self, input, gradOutput, shape, encoding)
end

-- ---- means ----------------------------------------------------------------------------------------------------------------

--- self.output: the mean of each window, times factor.
function pooling.means(self, input, dims, geometry, countIncludePad, factor)
   local T = check.floating(self, input, 'input')
   local shape, batch, planes = geometry(self, input, dims)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.map(self, 'output', T, batch, planes, pooling.outputs(shape, dims))
   check.done(self, T.kernels.AveragePooling_updateOutput(output:data(), x:data(), shape, countIncludePad, factor))
   return output
end

--- self.gradInput of `means`.
function pooling.meansGradient(self, input, gradOutput, dims, geometry, countIncludePad, factor)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   check.floating(self, gradOutput, 'gradOutput')
   local shape, batch, planes = geometry(self, input, dims, gradOutput)
   check.isMap(self, gradOutput, 'gradOutput', batch, planes, pooling.outputs(shape, dims))
   local gradient = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput = buffers.like(self, 'gradInput', input)
   check.done(self, T.kernels.AveragePooling_updateGradInput(gradInput:data(), gradient:data(), shape, countIncludePad, factor))
   return gradInput
end

-- ---- windows that adapt ------------------------------------------------------------------------------------------------

--- The shape of adaptive pooling to self.H × self.W, or to the size of gradOutput where it is given; batch size and planes.
function pooling.adaptive(self, input, dims, gradOutput)
   local shape, batch, planes = pooling.map(self, input, dims)
   local height, width = self.H, self.W
   if gradOutput then
      local p = raw(gradOutput)
      if p.nDimension ~= (batch and 4 or 3) then
         check.fail(self, 'gradOutput of size %s does not go with input of size %s', check.size(gradOutput), check.size(input))
      end
      height, width = height or p.size[p.nDimension - 2], width or p.size[p.nDimension - 1]
   end
   pooling.axis(shape.time, 1, 1, 0, 0)
   pooling.axis(shape.height, shape.height.input, height, 0, 0)
   pooling.axis(shape.width, shape.width.input, width, 0, 0)
   return shape, batch, planes
end

-- ---- printing ----------------------------------------------------------------------------------------------------------------

local function list(self, field, letters, separator)
   local values = {}
   for i, letter in ipairs(letters) do
      values[i] = ('%d'):format(self[field .. letter] or 0)
   end
   return table.concat(values, separator)
end

local function describe(self, letters)
   local text = ('%s(%s, %s'):format(torch.type(self), list(self, 'k', letters, 'x'), list(self, 'd', letters, ','))
   local padding = list(self, 'pad', letters, ',')
   return text .. (padding:find('[^0,]') and ', ' .. padding or '') .. ')'
end

--- 'nn.SpatialMaxPooling(3x3, 2,2)', with the padding when there is one.
function pooling.describe(self)
   return describe(self, { 'W', 'H' })
end

--- 'nn.VolumetricMaxPooling(2x3x3, 2,2,2)', with the padding when there is one.
function pooling.describeVolumetric(self)
   return describe(self, { 'T', 'W', 'H' })
end

return pooling
