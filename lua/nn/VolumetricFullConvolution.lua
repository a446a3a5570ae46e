--- nn.VolumetricFullConvolution(nInputPlane, nOutputPlane, kT, kW, kH [, dT=1] [, dW=1] [, dH=1] [, padT=0] [, padW=0] [, padH=0] [, adjT=0]
-- [, adjW=0] [, adjH=0]): SpatialFullConvolution for volumes. weight: nInputPlane × nOutputPlane × kT × kH × kW.
local convolution = require 'nn.convolution'
local transposed = require 'nn.transposed'

local VolumetricFullConvolution, parent = torch.class('nn.VolumetricFullConvolution', 'nn.Module')

convolution.define(VolumetricFullConvolution, parent, 'transposed')
transposed.takeTables(VolumetricFullConvolution)

function VolumetricFullConvolution:__init(nInputPlane, nOutputPlane, kT, kW, kH, dT, dW, dH, padT, padW, padH, adjT, adjW, adjH)
   parent.__init(self)
   self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
   self.kT, self.kW, self.kH = kT, kW, kH
   self.dT, self.dW, self.dH = dT or 1, dW or 1, dH or 1
   self.padT, self.padW, self.padH = padT or 0, padW or 0, padH or 0
   self.adjT, self.adjW, self.adjH = adjT or 0, adjW or 0, adjH or 0
   if self.adjT > self.dT - 1 or self.adjW > self.dW - 1 or self.adjH > self.dH - 1 then
      transposed.refuse('adjT, adjW and adjH must be smaller than dT, dW and dH, got %d, %d, %d and %d, %d, %d', self.adjT, self.adjW, self.adjH,
         self.dT, self.dW, self.dH)
   end
   self.weight = torch.Tensor(nInputPlane, nOutputPlane, kT, kH, kW)
   self.gradWeight = torch.Tensor(nInputPlane, nOutputPlane, kT, kH, kW)
   self.bias, self.gradBias = torch.Tensor(nOutputPlane), torch.Tensor(nOutputPlane)
   self.ones = torch.Tensor()
   self:reset()
end

-- Files from before there was an adjustment have the two plane dimensions exchanged, and the padding under other names.
local function modernise(self)
   if not self.adjW then
      self.weight = self.weight:transpose(1, 2):contiguous()
      self.gradWeight = self.gradWeight and self.gradWeight:transpose(1, 2):contiguous()
      self.adjT, self.adjW, self.adjH = 0, 0, 0
   end
   self.padT, self.padW, self.padH = self.padT or self.pT or 0, self.padW or self.pW or 0, self.padH or self.pH or 0
end

function VolumetricFullConvolution:read(file)
   parent.read(self, file)
   modernise(self)
end
