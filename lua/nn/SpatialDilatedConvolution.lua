--- nn.SpatialDilatedConvolution(nInputPlane, nOutputPlane, kW, kH [, dW=1] [, dH=1] [, padW=0] [, padH=padW] [, dilationW=1]
-- [, dilationH=1]): SpatialConvolution whose window has its elements dilationW and dilationH apart: it reaches over
-- dilation (k - 1) + 1 elements.
local SpatialDilatedConvolution, parent = torch.class('nn.SpatialDilatedConvolution', 'nn.SpatialConvolution')

function SpatialDilatedConvolution:__init(nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH, dilationW, dilationH)
   parent.__init(self, nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH)
   self.dilationW = dilationW or 1
   self.dilationH = dilationH or 1
end
