--- nn.CDivTable(): the first of two tensors of one size divided by the second, element by element.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local CDivTable, parent = torch.class('nn.CDivTable', 'nn.Module')

function CDivTable:__init()
   parent.__init(self)
   self.gradInput = {}
end

function CDivTable:updateOutput(input)
   local T = check.list(self, input, 'input', 2)
   return buffers.like(self, 'output', input[1], T):cdiv(input[1], input[2])
end

function CDivTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.list(self, input, 'input', 2)
   check.gradOfList(self, gradOutput, input)
   local T = check.floating(self, gradOutput, 'gradOutput')
   local gradients = buffers.list(self, 'gradInput', input)
   local g, a, b = gradOutput:contiguous(), input[1]:contiguous(), input[2]:contiguous()
   T.kernels.CDivTable_updateGradInput(gradients[1]:data(), gradients[2]:data(), g:data(), a:data(), b:data(), g:nElement())
   return gradients
end
