--- nn.ELU([alpha=1] [, inplace]): y = x > 0 ? x : alpha (e^x - 1), for any shape. (Clevert et al. 2015.)
local pointwise = require 'nn.pointwise'
local check = require 'nn.check'

local ELU, parent = torch.class('nn.ELU', 'nn.Module')

function ELU:__init(alpha, inplace)
   parent.__init(self)
   self.alpha = alpha or 1
   self.inplace = inplace or false
   if type(self.alpha) ~= 'number' or type(self.inplace) ~= 'boolean' then
      check.fail(self, 'a number and a boolean expected')
   end
end

pointwise.activation(ELU, 'ELU', 'output', function(self)
   return self.alpha
end)

function ELU:__tostring__()
   return type(self.alpha) == 'number' and ('%s (alpha:%f)'):format(torch.type(self), self.alpha) or torch.type(self)
end
