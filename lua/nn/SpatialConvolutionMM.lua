--- nn.SpatialConvolutionMM: SpatialConvolution with weight and gradWeight as matrices, nOutputPlane × (nInputPlane kH kW).
local SpatialConvolutionMM = torch.class('nn.SpatialConvolutionMM', 'nn.SpatialConvolution')

function SpatialConvolutionMM:makeParameters()
   local inputs = self.nInputPlane * self.kH * self.kW
   self.weight, self.gradWeight = torch.Tensor(self.nOutputPlane, inputs), torch.Tensor(self.nOutputPlane, inputs)
   self.bias, self.gradBias = torch.Tensor(self.nOutputPlane), torch.Tensor(self.nOutputPlane)
end
