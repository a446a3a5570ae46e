--- nn.SoftMin(): y = e^-x / Σ e^-x over the classes: dimension 1 of 1-D and 3-D inputs, dimension 2 of 2-D and 4-D ones.
local softmax = require 'nn.softmax'
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local SoftMin, parent = torch.class('nn.SoftMin', 'nn.Module')

function SoftMin:updateOutput(input)
   check.floating(self, input, 'input')
   self.mininput = buffers.like(self, 'mininput', input):mul(input, -1)
   return softmax.updateOutput(self, self.mininput, 'SoftMax_updateOutput')
end

function SoftMin:updateGradInput(input, gradOutput)
   local gradInput = softmax.updateGradInput(self, input, gradOutput, 'SoftMax_updateGradInput')
   return gradInput and gradInput:mul(-1)
end

function SoftMin:clearState()
   nn.utils.clear(self, 'mininput')
   return parent.clearState(self)
end
