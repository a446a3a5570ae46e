--- nn.SpatialFullConvolution(nInputPlane, nOutputPlane, kW, kH [, dW=1] [, dH=1] [, padW=0] [, padH=0] [, adjW=0] [, adjH=0]):
-- transposed ("full") convolution: what a convolution of this window would send back as its gradInput, plus bias.
-- weight: nInputPlane × nOutputPlane × kH × kW. Output sizes are (size - 1) d - 2 pad + k + adj, adj < d; or, with an input
-- { tensor, tensor of another size }, adj is chosen so that the output's last two sizes become the second tensor's; gradInput is then
-- { gradient, zeros }. Parameters begin as U(±1/√(kW kH nInputPlane)).
local convolution = require 'nn.convolution'
local transposed = require 'nn.transposed'

local SpatialFullConvolution, parent = torch.class('nn.SpatialFullConvolution', 'nn.Module')

convolution.define(SpatialFullConvolution, parent, 'transposed')
transposed.takeTables(SpatialFullConvolution)

function SpatialFullConvolution:__init(nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH, adjW, adjH)
   parent.__init(self)
   self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
   self.kW, self.kH = kW, kH
   self.dW, self.dH = dW or 1, dH or 1
   self.padW, self.padH = padW or 0, padH or 0
   self.adjW, self.adjH = adjW or 0, adjH or 0
   if self.adjW > self.dW - 1 or self.adjH > self.dH - 1 then
      transposed.refuse('adjW and adjH must be smaller than dW and dH, got %d, %d and %d, %d', self.adjW, self.adjH, self.dW, self.dH)
   end
   self.weight = torch.Tensor(nInputPlane, nOutputPlane, kH, kW)
   self.gradWeight = torch.Tensor(nInputPlane, nOutputPlane, kH, kW)
   self.bias, self.gradBias = torch.Tensor(nOutputPlane), torch.Tensor(nOutputPlane)
   self.ones = torch.Tensor()
   self:reset()
end
