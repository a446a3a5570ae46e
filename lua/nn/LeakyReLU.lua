--- nn.LeakyReLU([negval=0.01] [, inplace]): y = x > 0 ? x : negval x, for any shape.
--
-- The flag may be the first argument. With a negative slope the output does not tell the input's sign: in place is then not done.
local pointwise = require 'nn.pointwise'

local LeakyReLU, parent = torch.class('nn.LeakyReLU', 'nn.Module')

function LeakyReLU:__init(negval, inplace)
   parent.__init(self)
   if type(negval) == 'boolean' then
      negval, inplace = nil, negval
   end
   self.negval = negval or 1 / 100
   self.inplace = self.negval >= 0 and inplace or false
end

pointwise.activation(LeakyReLU, 'LeakyReLU', 'input', function(self)
   return self.negval
end)

function LeakyReLU:__tostring__()
   return ('%s(%g)'):format(torch.type(self), self.negval)
end
