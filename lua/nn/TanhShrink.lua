--- nn.TanhShrink(): y = x - tanh x, for any shape.
local pointwise = require 'nn.pointwise'

local TanhShrink, parent = torch.class('nn.TanhShrink', 'nn.Module')

function TanhShrink:__init()
   parent.__init(self)
   self.tanh = nn.Tanh() -- Torch computes with it, and finds it in files
end

pointwise.activation(TanhShrink, 'TanhShrink', 'input')
