--- nn.CSubTable(): the first of two tensors of one size minus the second.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local CSubTable, parent = torch.class('nn.CSubTable', 'nn.Module')

function CSubTable:__init()
   parent.__init(self)
   self.gradInput = {}
end

function CSubTable:updateOutput(input)
   local T = check.list(self, input, 'input', 2)
   return buffers.like(self, 'output', input[1], T):csub(input[1], input[2])
end

function CSubTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.list(self, input, 'input', 2)
   check.gradOfList(self, gradOutput, input)
   local gradients = buffers.list(self, 'gradInput', input)
   gradients[1]:copy(gradOutput)
   gradients[2]:copy(gradOutput):mul(-1) -- keeps its own sizes
   return gradients
end
