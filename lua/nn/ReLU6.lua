--- nn.ReLU6([inplace]): x held within [0, 6], for any shape.
local pointwise = require 'nn.pointwise'
local check = require 'nn.check'

local ReLU6, parent = torch.class('nn.ReLU6', 'nn.Module')

function ReLU6:__init(inplace)
   parent.__init(self)
   self.inplace = inplace or false
   if type(self.inplace) ~= 'boolean' then
      check.fail(self, 'in-place flag must be boolean')
   end
end

pointwise.activation(ReLU6, 'HardTanh', 'input', function()
   return 0, 6
end)
