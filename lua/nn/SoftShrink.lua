--- nn.SoftShrink([lambda=0.5]): x moved towards 0 by lambda, and 0 within [-lambda, lambda], for any shape.
local pointwise = require 'nn.pointwise'

local SoftShrink, parent = torch.class('nn.SoftShrink', 'nn.Module')

function SoftShrink:__init(lambda)
   parent.__init(self)
   self.lambda = lambda or 0.5
end

pointwise.activation(SoftShrink, 'SoftShrink', 'input', function(self)
   return self.lambda
end)
