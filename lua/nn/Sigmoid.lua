--- nn.Sigmoid(): y = 1 / (1 + e^-x), for any shape.
local pointwise = require 'nn.pointwise'

local Sigmoid = torch.class('nn.Sigmoid', 'nn.Module')

pointwise.activation(Sigmoid, 'Sigmoid', 'output')
