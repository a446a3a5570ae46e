--- nn.VolumetricAveragePooling(kT, kW, kH [, dT=kT] [, dW=kW] [, dH=kH]): the mean of each window of a volume.
-- Volumes are planes × time × height × width, or a batch of them.
local pooling = require 'nn.pooling'

local VolumetricAveragePooling, parent = torch.class('nn.VolumetricAveragePooling', 'nn.Module')

function VolumetricAveragePooling:__init(kT, kW, kH, dT, dW, dH)
   parent.__init(self)
   self.kT, self.kW, self.kH = kT, kW, kH
   self.dT, self.dW, self.dH = dT or kT, dW or kW, dH or kH
end

function VolumetricAveragePooling:updateOutput(input)
   return pooling.means(self, input, 3, pooling.geometry, 1, 1)
end

function VolumetricAveragePooling:updateGradInput(input, gradOutput)
   return pooling.meansGradient(self, input, gradOutput, 3, pooling.geometry, 1, 1)
end

VolumetricAveragePooling.__tostring__ = pooling.describeVolumetric
