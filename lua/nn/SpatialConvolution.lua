--- nn.SpatialConvolution(nInputPlane, nOutputPlane, kW, kH [, dW=1] [, dH=1] [, padW=0] [, padH=padW]): correlation of
-- images (planes × height × width, or a batch of them) with weight (nOutputPlane × nInputPlane × kH × kW), plus bias.
-- Output sizes are floor((size + 2 pad - k) / d) + 1; parameters begin as U(±1/√(kW kH nInputPlane)).
--
-- Nothing of the batch is unfolded: `finput` and `fgradInput` stay empty and are kept for the sake of files alone.
local convolution = require 'nn.convolution'

local SpatialConvolution, parent = torch.class('nn.SpatialConvolution', 'nn.Module')

convolution.define(SpatialConvolution, parent, 'plain')

function SpatialConvolution:__init(nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH)
   parent.__init(self)
   self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
   self.kW, self.kH = kW, kH
   self.dW, self.dH = dW or 1, dH or 1
   self.padW = padW or 0
   self.padH = padH or self.padW
   self:makeParameters()
   self.finput, self.fgradInput = torch.Tensor(), torch.Tensor()
   self:reset()
end

function SpatialConvolution:makeParameters()
   self.weight = torch.Tensor(self.nOutputPlane, self.nInputPlane, self.kH, self.kW)
   self.gradWeight = torch.Tensor(self.nOutputPlane, self.nInputPlane, self.kH, self.kW)
   self.bias, self.gradBias = torch.Tensor(self.nOutputPlane), torch.Tensor(self.nOutputPlane)
end
