--- nn.Square(): y = x², for any shape.
local pointwise = require 'nn.pointwise'

local Square = torch.class('nn.Square', 'nn.Module')

pointwise.activation(Square, 'Square', 'input')
