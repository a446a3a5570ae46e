--- nn.Contiguous(): the input, its elements one after the other; copied if they are not. The gradient alike.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local Contiguous = torch.class('nn.Contiguous', 'nn.Module')

function Contiguous:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   return buffers.kept(self, 'output', T):set(buffers.contiguous(self, '_input', input))
end

function Contiguous:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   return buffers.kept(self, 'gradInput', T):set(buffers.contiguous(self, '_gradOutput', gradOutput))
end
