--- nn.HardShrink([lambda=0.5]): x, but 0 within [-lambda, lambda], for any shape.
local pointwise = require 'nn.pointwise'

local HardShrink, parent = torch.class('nn.HardShrink', 'nn.Module')

function HardShrink:__init(lambda)
   parent.__init(self)
   self.lambda = lambda or 0.5
end

pointwise.activation(HardShrink, 'HardShrink', 'input', function(self)
   return self.lambda
end)
