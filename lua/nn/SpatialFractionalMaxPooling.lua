--- nn.SpatialFractionalMaxPooling(poolSizeW, poolSizeH, outW or ratioW, outH or ratioH): the largest element of each window of
-- a plane. Images are planes × height × width, or a batch of them.
--
-- The output has the given sizes, or these parts of the input's; windows of the pool's sizes begin in pseudo-random steps, other ones for
-- each plane and, unless fixPoolingRegions() was called, for each call. `indices` holds the place of each maximum, from 1. (Graham 2014.)
local fractional = require 'nn.fractional'
local pooling = require 'nn.pooling'

local SpatialFractionalMaxPooling, parent = torch.class('nn.SpatialFractionalMaxPooling', 'nn.Module')

local AXES = { 'W', 'H' }

function SpatialFractionalMaxPooling:__init(poolSizeW, poolSizeH, outW, outH)
   parent.__init(self)
   fractional.init(self, AXES, poolSizeW, poolSizeH, outW, outH)
end

SpatialFractionalMaxPooling.fixPoolingRegions = fractional.fixPoolingRegions

function SpatialFractionalMaxPooling:updateOutput(input)
   return fractional.updateOutput(self, input, AXES)
end

function SpatialFractionalMaxPooling:updateGradInput(input, gradOutput)
   return fractional.updateGradInput(self, input, gradOutput, AXES)
end

function SpatialFractionalMaxPooling:type(name, cache)
   return pooling.type(self, parent, name, cache)
end

function SpatialFractionalMaxPooling:clearState()
   return fractional.clearState(self, parent)
end

SpatialFractionalMaxPooling.empty = SpatialFractionalMaxPooling.clearState

function SpatialFractionalMaxPooling:__tostring__()
   return fractional.describe(self, AXES)
end
