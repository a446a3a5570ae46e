--- nn.Tanh(): y = tanh x, for any shape.
local pointwise = require 'nn.pointwise'

local Tanh = torch.class('nn.Tanh', 'nn.Module')

pointwise.activation(Tanh, 'Tanh', 'output')
