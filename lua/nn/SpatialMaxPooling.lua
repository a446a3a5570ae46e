--- nn.SpatialMaxPooling(kW, kH [, dW=kW] [, dH=kH] [, padW=0] [, padH=0]): the largest element of each window of a plane.
-- Images are planes × height × width, or a batch of them. `indices` holds the place of each maximum in its plane, from 1.
-- A value replaces the maximum only when it is greater, so a NaN never wins; padding counts as -infinity.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local pooling = require 'nn.pooling'
local handle = require 'torch.handle'
local Long = require('torch.types').by_name.Long

local SpatialMaxPooling, parent = torch.class('nn.SpatialMaxPooling', 'nn.Module')

local Shape = ffi.typeof('SpatialMaxPooling_shape')

function SpatialMaxPooling:__init(kW, kH, dW, dH, padW, padH)
   parent.__init(self)
   self.kW, self.kH = kW, kH
   self.dW, self.dH = dW or kW, dH or kH
   self.padW, self.padH = padW or 0, padH or 0
   self.ceil_mode = false
   self.indices = torch.LongTensor()
end

SpatialMaxPooling.ceil, SpatialMaxPooling.floor = pooling.ceil, pooling.floor

-- The sizes of the call as the kernels take them; batch size or nil; planes of an image.
local function geometry(self, input)
   local dilationH, dilationW = self.dilationH or 1, self.dilationW or 1
   local g = pooling.geometry(self, input, dilationH, dilationW)
   return Shape((g.batch or 1) * g.planes, g.height, g.width, g.outputHeight, g.outputWidth, self.kH, self.kW, self.dH, self.dW, g.padH, g.padW,
      dilationH, dilationW), g.batch, g.planes
end

function SpatialMaxPooling:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local shape, batch, planes = geometry(self, input)
   self.iheight, self.iwidth = tonumber(shape.inputHeight), tonumber(shape.inputWidth)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.map(self, 'output', T, batch, planes, shape.outputHeight, shape.outputWidth)
   local indices = buffers.map(self, 'indices', Long, batch, planes, shape.outputHeight, shape.outputWidth)
   check.done(self, T.kernels.SpatialMaxPooling_updateOutput(output:data(), indices:data(), x:data(), shape))
   return output
end

function SpatialMaxPooling:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local shape, batch, planes = geometry(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.isMap(self, gradOutput, 'gradOutput', batch, planes, shape.outputHeight, shape.outputWidth)
   if handle.typeOf(self.indices) ~= Long or not self.indices:isSameSizeAs(gradOutput) or self.iheight ~= shape.inputHeight
      or self.iwidth ~= shape.inputWidth then
      check.fail(self, 'input of size %s is not the one of the last forward call', check.size(input))
   end
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.SpatialMaxPooling_updateGradInput(gradInput:data(), g:data(), self.indices:data(), shape)
   return gradInput
end

--- indices are whole numbers whatever the module's type.
function SpatialMaxPooling:type(name, cache)
   if not name then
      return parent.type(self)
   end
   local indices = self.indices
   self.indices = nil
   parent.type(self, name, cache)
   self.indices = indices and indices:long()
   return self
end

function SpatialMaxPooling:clearState()
   nn.utils.clear(self, 'indices')
   return parent.clearState(self)
end

SpatialMaxPooling.__tostring__ = pooling.describe
