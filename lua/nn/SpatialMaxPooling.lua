--- nn.SpatialMaxPooling(kW, kH [, dW=kW] [, dH=kH] [, padW=0] [, padH=0]): the largest element of each window of a plane.
-- Images are planes × height × width, or a batch of them. `indices` holds the place of each maximum in its plane, from 1.
-- A value replaces the maximum only when it is greater, so a NaN never wins; padding counts as -infinity.
local pooling = require 'nn.pooling'

local SpatialMaxPooling, parent = torch.class('nn.SpatialMaxPooling', 'nn.Module')

function SpatialMaxPooling:__init(kW, kH, dW, dH, padW, padH)
   parent.__init(self)
   self.kW, self.kH = kW, kH
   self.dW, self.dH = dW or kW, dH or kH
   self.padW, self.padH = padW or 0, padH or 0
   self.ceil_mode = false
   self.indices = torch.LongTensor()
end

SpatialMaxPooling.ceil, SpatialMaxPooling.floor = pooling.ceil, pooling.floor

function SpatialMaxPooling:updateOutput(input)
   local output, shape = pooling.maxima(self, input, 2, pooling.geometry, 'POOLING_PLACES')
   self.iheight, self.iwidth = tonumber(shape.height.input), tonumber(shape.width.input)
   return output
end

function SpatialMaxPooling:updateGradInput(input, gradOutput)
   return pooling.maximaGradient(self, input, gradOutput, 2, pooling.geometry, 'POOLING_PLACES')
end

function SpatialMaxPooling:type(name, cache)
   return pooling.type(self, parent, name, cache)
end

function SpatialMaxPooling:clearState()
   return pooling.clearState(self, parent)
end

SpatialMaxPooling.__tostring__ = pooling.describe
