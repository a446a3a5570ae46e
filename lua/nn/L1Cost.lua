--- nn.L1Cost(): Σ |x| of its input, never averaged; there is no target. The gradient is 0 where x = 0.
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local L1Cost = torch.class('nn.L1Cost', 'nn.Criterion')

function L1Cost:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local x = buffers.contiguous(self, '_input', input)
   self.output = T.kernels.L1Cost_updateOutput(x:data(), x:nElement())
   return self.output
end

function L1Cost:updateGradInput(input)
   local T = check.floating(self, input, 'input')
   local x = buffers.contiguous(self, '_input', input)
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.L1Cost_updateGradInput(gradInput:data(), x:data(), x:nElement())
   return gradInput
end
