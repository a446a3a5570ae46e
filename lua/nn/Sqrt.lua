--- nn.Sqrt([eps=0]): y = √x, for any shape. The gradient is 0 where y is; `eps` changes nothing, as in Torch.
local pointwise = require 'nn.pointwise'

local Sqrt, parent = torch.class('nn.Sqrt', 'nn.Module')

function Sqrt:__init(eps)
   parent.__init(self)
   self.eps = eps or 0
end

pointwise.activation(Sqrt, 'Sqrt', 'output')
