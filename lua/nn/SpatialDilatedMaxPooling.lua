--- nn.SpatialDilatedMaxPooling(kW, kH [, dW=kW] [, dH=kH] [, padW=0] [, padH=0] [, dilationW=1] [, dilationH=1]): SpatialMaxPooling
-- over windows whose columns and rows lie dilationW and dilationH apart.
local SpatialDilatedMaxPooling, parent = torch.class('nn.SpatialDilatedMaxPooling', 'nn.SpatialMaxPooling')

function SpatialDilatedMaxPooling:__init(kW, kH, dW, dH, padW, padH, dilationW, dilationH)
   parent.__init(self, kW, kH, dW, dH, padW, padH)
   self.dilationW, self.dilationH = dilationW or 1, dilationH or 1
end

function SpatialDilatedMaxPooling:__tostring__()
   return ('%s, %d,%d)'):format(parent.__tostring__(self):sub(1, -2), self.dilationW, self.dilationH)
end
