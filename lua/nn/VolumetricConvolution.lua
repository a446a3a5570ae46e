--- nn.VolumetricConvolution(nInputPlane, nOutputPlane, kT, kW, kH [, dT=1] [, dW=1] [, dH=1] [, padT=0] [, padW=padT] [, padH=padW]):
-- correlation of volumes (planes × depth × height × width, or a batch of them) with weight (nOutputPlane × nInputPlane × kT × kH × kW),
-- plus bias. Output sizes are floor((size + 2 pad - k) / d) + 1; parameters begin as U(±1/√(kT kW kH nInputPlane)).
local convolution = require 'nn.convolution'

local VolumetricConvolution, parent = torch.class('nn.VolumetricConvolution', 'nn.Module')

convolution.define(VolumetricConvolution, parent, 'plain')

function VolumetricConvolution:__init(nInputPlane, nOutputPlane, kT, kW, kH, dT, dW, dH, padT, padW, padH)
   parent.__init(self)
   self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
   self.kT, self.kW, self.kH = kT, kW, kH
   self.dT, self.dW, self.dH = dT or 1, dW or 1, dH or 1
   self.padT = padT or 0
   self.padW = padW or self.padT
   self.padH = padH or self.padW
   self.weight = torch.Tensor(nOutputPlane, nInputPlane, kT, kH, kW)
   self.gradWeight = torch.Tensor(nOutputPlane, nInputPlane, kT, kH, kW)
   self.bias, self.gradBias = torch.Tensor(nOutputPlane), torch.Tensor(nOutputPlane)
   self.finput, self.fgradInput = torch.Tensor(), torch.Tensor()
   self:reset()
end
