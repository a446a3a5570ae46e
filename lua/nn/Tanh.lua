--- nn.Tanh(): y = tanh x, for any shape.
local pointwise = require 'nn.pointwise'

local Tanh = torch.class('nn.Tanh', 'nn.Module')

function Tanh:updateOutput(input)
   return pointwise.updateOutput(self, input, 'Tanh_updateOutput')
end

function Tanh:updateGradInput(input, gradOutput)
   return pointwise.updateGradInput(self, input, gradOutput, self.output, 'output', 'Tanh_updateGradInput')
end
