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

-- gradOutput / x2, and - gradOutput x1 / x2².
function CDivTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.list(self, input, 'input', 2)
   check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input[1], 'input[1]')
   local gradients = buffers.list(self, 'gradInput', input)
   gradients[1]:cdiv(gradOutput, input[2])
   gradients[2]:cmul(gradients[1], input[1]):cdiv(input[2]):mul(-1)
   return gradients
end
