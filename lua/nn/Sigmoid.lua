--- nn.Sigmoid(): y = 1 / (1 + e^-x), for any shape.
local pointwise = require 'nn.pointwise'

local Sigmoid = torch.class('nn.Sigmoid', 'nn.Module')

function Sigmoid:updateOutput(input)
   return pointwise.updateOutput(self, input, 'Sigmoid_updateOutput')
end

function Sigmoid:updateGradInput(input, gradOutput)
   return pointwise.updateGradInput(self, input, gradOutput, self.output, 'output', 'Sigmoid_updateGradInput')
end
