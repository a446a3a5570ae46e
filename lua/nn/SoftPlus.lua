--- nn.SoftPlus([beta=1]): y = log(1 + e^(beta x)) / beta, for any shape; y = x where beta x > 20, which keeps e^(beta x) finite.
local pointwise = require 'nn.pointwise'

local SoftPlus, parent = torch.class('nn.SoftPlus', 'nn.Module')

function SoftPlus:__init(beta)
   parent.__init(self)
   self.beta = beta or 1
   self.threshold = 20
end

pointwise.activation(SoftPlus, 'SoftPlus', 'output', function(self)
   return self.beta, self.threshold
end)
