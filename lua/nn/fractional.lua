--- What fractional max pooling of images and of volumes share (Graham 2014): windows of a fixed size that begin in pseudo-random steps,
-- so that the output may be any part of the input's size.
--
-- Axes are listed as the constructors take them: { 'T', 'W', 'H' } or { 'W', 'H' }; samples are in the same order.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local pooling = require 'nn.pooling'
local handle = require 'torch.handle'
local Long = require('torch.types').by_name.Long

local fractional = {}

local NAMES = { T = 'time', W = 'width', H = 'height' }

--- Fields from the constructor's arguments: pool sizes, then output sizes (1 or more) or ratios (in (0, 1)), in the order of the axes.
function fractional.init(self, axes, ...)
   local given, n = { ... }, #axes
   local sizes = true
   for i, letter in ipairs(axes) do
      local pool, out = given[i], given[n + i]
      if type(pool) ~= 'number' or type(out) ~= 'number' then
         check.fail(self, '%d numbers expected', 2 * n)
      elseif pool < 2 then
         check.fail(self, 'poolSize%s must be 2 or more, got %g', letter, pool)
      end
      self['poolSize' .. letter] = pool
      sizes = sizes and out >= 1
   end
   for i, letter in ipairs(axes) do
      local out = given[n + i]
      if sizes then
         self['out' .. letter] = out
      elseif out > 0 and out < 1 then
         self['ratio' .. letter] = out
      else
         check.fail(self, 'reduction ratio must be between 0 and 1, got %g', out)
      end
   end
   self.newRandomPool = false
end

--- fixPoolingRegions([value=true]): true keeps the windows of the last call for the calls to come. Returns self.
function fractional.fixPoolingRegions(self, value)
   self.newRandomPool = value == nil or value
   return self
end

-- The shape of a call; batch size (nil for one map) and planes.
local function geometry(self, axes, input)
   local shape, batch, planes = pooling.map(self, input, #axes)
   for _, letter in ipairs(axes) do
      local axis, pool = shape[NAMES[letter]], self['poolSize' .. letter]
      local size = tonumber(axis.input)
      local out = self['out' .. letter] or math.floor(size * self['ratio' .. letter])
      if out < 1 then
         check.fail(self, 'reduction ratio or input %s too small', NAMES[letter])
      elseif out + pool - 1 > size then
         check.fail(self, 'poolSize%s (%d) too large relative to input %s %d', letter, pool, NAMES[letter], size)
      end
      pooling.axis(axis, size, out, pool, 0)
   end
   return shape, batch, planes
end

-- One sample for each axis of each plane: new ones, unless the regions are fixed and there are some of the right number.
local function samples(self, T, batch, planes, axes)
   local x = self.randomSamples
   local kept = handle.typeOf(x) == T and x:dim() == 3 and x:size(1) == batch and x:size(2) == planes
   if not kept then
      x = buffers.sized(self, 'randomSamples', T, 3, batch, planes, #axes)
   end
   if not kept or not self.newRandomPool then
      x:uniform()
   end
   return buffers.contiguous(self, '_samples', x)
end

function fractional.updateOutput(self, input, axes)
   local T = check.floating(self, input, 'input')
   local shape, batch, planes = geometry(self, axes, input)
   local drawn = samples(self, T, batch or 1, planes, axes)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.map(self, 'output', T, batch, planes, pooling.outputs(shape, #axes))
   local indices = buffers.map(self, 'indices', Long, batch, planes, pooling.outputs(shape, #axes))
   check.done(self, T.kernels.IrregularMaxPooling_updateOutput(output:data(), indices:data(), x:data(), shape, drawn:data()))
   return output
end

function fractional.updateGradInput(self, input, gradOutput, axes)
   if not self.gradInput then
      return nil
   end
   check.floating(self, input, 'input')
   local shape, batch, planes = geometry(self, axes, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.isMap(self, gradOutput, 'gradOutput', batch, planes, pooling.outputs(shape, #axes))
   for _, letter in ipairs(axes) do
      shape[NAMES[letter]].kernel = 0 -- the windows are not known any more, and need not be
   end
   return pooling.scatter(self, input, gradOutput, shape, 'POOLING_PLACES')
end

function fractional.clearState(self, parent)
   self.indices, self.randomSamples = nil, nil
   return parent.clearState(self)
end

--- 'nn.SpatialFractionalMaxPooling(0.5x0.5, 2,2)': output sizes or ratios, then pool sizes.
function fractional.describe(self, axes)
   local outputs, pools = {}, {}
   for i, letter in ipairs(axes) do
      outputs[i] = ('%g'):format(self['out' .. letter] or self['ratio' .. letter] or 0)
      pools[i] = ('%d'):format(self['poolSize' .. letter] or 0)
   end
   return ('%s(%s, %s)'):format(torch.type(self), table.concat(outputs, 'x'), table.concat(pools, ','))
end

return fractional
