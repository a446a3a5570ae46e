--- nn.SoftSign(): y = x / (1 + |x|), for any shape.
local pointwise = require 'nn.pointwise'

local SoftSign = torch.class('nn.SoftSign', 'nn.Module')

pointwise.activation(SoftSign, 'SoftSign', 'input')
