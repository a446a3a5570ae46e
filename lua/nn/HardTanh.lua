--- nn.HardTanh([min=-1] [, max=1] [, inplace]): x held within [min, max], for any shape; the gradient is 0 at the bounds and beyond.
local pointwise = require 'nn.pointwise'
local check = require 'nn.check'

local HardTanh, parent = torch.class('nn.HardTanh', 'nn.Module')

function HardTanh:__init(min_value, max_value, inplace)
   parent.__init(self)
   self.min_val = min_value or -1
   self.max_val = max_value or 1
   self.inplace = inplace or false
   if type(self.inplace) ~= 'boolean' then
      check.fail(self, 'in-place flag must be boolean')
   elseif self.max_val <= self.min_val then
      check.fail(self, 'max_value must be larger than min_value, got %g and %g', self.max_val, self.min_val)
   end
end

-- Old files have no bounds.
pointwise.activation(HardTanh, 'HardTanh', 'input', function(self)
   return self.min_val or -1, self.max_val or 1
end)
