--- nn.SpatialAveragePooling(kW, kH [, dW=1] [, dH=1] [, padW=0] [, padH=0]): the mean of each window of a plane.
-- Images are planes × height × width, or a batch of them. Padding counts as zeros among a window's elements, or after
-- setCountExcludePad() not at all. With the field `divide` set to false, means are multiplied by kW kH.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local pooling = require 'nn.pooling'

local SpatialAveragePooling, parent = torch.class('nn.SpatialAveragePooling', 'nn.Module')

local Shape = ffi.typeof('SpatialAveragePooling_shape')

function SpatialAveragePooling:__init(kW, kH, dW, dH, padW, padH)
   parent.__init(self)
   self.kW, self.kH = kW, kH
   self.dW, self.dH = dW or 1, dH or 1
   self.padW, self.padH = padW or 0, padH or 0
   self.ceil_mode = false
   self.count_include_pad = true
   self.divide = true
end

SpatialAveragePooling.ceil, SpatialAveragePooling.floor = pooling.ceil, pooling.floor

--- Padding counts among a window's elements. Returns self.
function SpatialAveragePooling:setCountIncludePad()
   self.count_include_pad = true
   return self
end

--- Padding does not count among a window's elements. Returns self.
function SpatialAveragePooling:setCountExcludePad()
   self.count_include_pad = false
   return self
end

-- The sizes of the call as the kernels take them, what means are multiplied by, and the sizes by name.
local function geometry(self, input)
   local g = pooling.geometry(self, input)
   local include = self.count_include_pad ~= false -- old files do not say
   local shape = Shape((g.batch or 1) * g.planes, g.height, g.width, g.outputHeight, g.outputWidth, self.kH, self.kW, self.dH, self.dW, g.padH,
      g.padW, include)
   return shape, self.divide == false and self.kW * self.kH or 1, g
end

function SpatialAveragePooling:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local shape, factor, g = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.map(self, 'output', T, g.batch, g.planes, g.outputHeight, g.outputWidth)
   check.done(self, T.kernels.SpatialAveragePooling_updateOutput(output:data(), x:data(), shape, factor))
   return output
end

function SpatialAveragePooling:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local shape, factor, g = geometry(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.isMap(self, gradOutput, 'gradOutput', g.batch, g.planes, g.outputHeight, g.outputWidth)
   local gradient = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput = buffers.like(self, 'gradInput', input)
   check.done(self, T.kernels.SpatialAveragePooling_updateGradInput(gradInput:data(), gradient:data(), shape, factor))
   return gradInput
end

SpatialAveragePooling.__tostring__ = pooling.describe
