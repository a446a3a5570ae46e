--- nn.Log(): y = log x, for any shape.
local pointwise = require 'nn.pointwise'

local Log = torch.class('nn.Log', 'nn.Module')

pointwise.activation(Log, 'Log', 'input')
