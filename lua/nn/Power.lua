--- nn.Power(p): y = x^p, for any shape.
local pointwise = require 'nn.pointwise'

local Power, parent = torch.class('nn.Power', 'nn.Module')

function Power:__init(p)
   parent.__init(self)
   self.pow = p
   if type(p) ~= 'number' then
      error('nn.Power(p): a number expected', 2)
   end
end

pointwise.activation(Power, 'Power', 'input', function(self)
   return self.pow
end)
