--- nn.Exp(): y = e^x, for any shape.
local pointwise = require 'nn.pointwise'

local Exp = torch.class('nn.Exp', 'nn.Module')

pointwise.activation(Exp, 'Exp', 'output')
