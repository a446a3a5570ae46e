--- nn.SoftMax(): y = e^x / Σ e^x over the classes: dimension 1 of 1-D and 3-D inputs, dimension 2 of 2-D and 4-D ones.
local softmax = require 'nn.softmax'

local SoftMax = torch.class('nn.SoftMax', 'nn.Module')

function SoftMax:updateOutput(input)
   return softmax.updateOutput(self, input, 'SoftMax_updateOutput')
end

function SoftMax:updateGradInput(input, gradOutput)
   return softmax.updateGradInput(self, input, gradOutput, 'SoftMax_updateGradInput')
end
