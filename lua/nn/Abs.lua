--- nn.Abs(): y = |x|, of derivative 1 at 0, for any shape.
local pointwise = require 'nn.pointwise'

local Abs = torch.class('nn.Abs', 'nn.Module')

pointwise.activation(Abs, 'Abs', 'input')
