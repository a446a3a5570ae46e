--- nn.VolumetricFractionalMaxPooling(poolSizeT, poolSizeW, poolSizeH, outT or ratioT, outW or ratioW, outH or ratioH): the largest element
-- of each window of a volume. Volumes are planes × time × height × width, or a batch of them.
--
-- The output has the given sizes, or these parts of the input's; windows of the pool's sizes begin in pseudo-random steps, other ones for
-- each plane and, unless fixPoolingRegions() was called, for each call. `indices` holds the place of each maximum, from 1. (Graham 2014.)
local fractional = require 'nn.fractional'
local pooling = require 'nn.pooling'

local VolumetricFractionalMaxPooling, parent = torch.class('nn.VolumetricFractionalMaxPooling', 'nn.Module')

local AXES = { 'T', 'W', 'H' }

function VolumetricFractionalMaxPooling:__init(poolSizeT, poolSizeW, poolSizeH, outT, outW, outH)
   parent.__init(self)
   fractional.init(self, AXES, poolSizeT, poolSizeW, poolSizeH, outT, outW, outH)
end

VolumetricFractionalMaxPooling.fixPoolingRegions = fractional.fixPoolingRegions

function VolumetricFractionalMaxPooling:updateOutput(input)
   return fractional.updateOutput(self, input, AXES)
end

function VolumetricFractionalMaxPooling:updateGradInput(input, gradOutput)
   return fractional.updateGradInput(self, input, gradOutput, AXES)
end

function VolumetricFractionalMaxPooling:type(name, cache)
   return pooling.type(self, parent, name, cache)
end

function VolumetricFractionalMaxPooling:clearState()
   return fractional.clearState(self, parent)
end

VolumetricFractionalMaxPooling.empty = VolumetricFractionalMaxPooling.clearState

function VolumetricFractionalMaxPooling:__tostring__()
   return fractional.describe(self, AXES)
end
