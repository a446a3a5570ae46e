--- nn.LogSoftMax(): y = x - log Σ e^x over the classes: dimension 1 of 1-D and 3-D inputs, dimension 2 of 2-D and 4-D ones.
local softmax = require 'nn.softmax'

local LogSoftMax = torch.class('nn.LogSoftMax', 'nn.Module')

function LogSoftMax:updateOutput(input)
   return softmax.updateOutput(self, input, 'LogSoftMax_updateOutput')
end

function LogSoftMax:updateGradInput(input, gradOutput)
   return softmax.updateGradInput(self, input, gradOutput, 'LogSoftMax_updateGradInput')
end
