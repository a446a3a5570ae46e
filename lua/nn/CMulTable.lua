--- nn.CMulTable(): the product of a table of tensors of one size, element by element.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local CMulTable, parent = torch.class('nn.CMulTable', 'nn.Module')

function CMulTable:__init()
   parent.__init(self)
   self.gradInput = {}
end

function CMulTable:updateOutput(input)
   local output = buffers.like(self, 'output', input[1], check.list(self, input, 'input'))
   if #input == 1 then
      return output:copy(input[1])
   end
   output:cmul(input[1], input[2])
   for i = 3, #input do
      output:cmul(input[i])
   end
   return output
end

-- Each gradient is gradOutput times the product of the other factors, so that zeros do no harm: those before it are multiplied from the
-- front, gradient by gradient, those after it from the back.
function CMulTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local n = #input
   local T = check.list(self, input, 'input')
   check.gradOfList(self, gradOutput, input)
   local gradients = buffers.list(self, 'gradInput', input)
   if n == 1 then
      gradients[1]:copy(gradOutput)
      return gradients
   end
   for i = 2, n do
      gradients[i]:cmul(i > 2 and gradients[i - 1] or gradOutput, input[i - 1])
   end
   local after = input[n]
   for i = n - 1, 2, -1 do
      gradients[i]:cmul(after)
      after = buffers.like(self, 'tout', input[n], T):cmul(after, input[i])
   end
   gradients[1]:cmul(gradOutput, after)
   return gradients
end

--- Another way to the same gradients: gradOutput times the output, over the factor; not for factors that have zeros.
function CMulTable:updateGradInput_efficient(input, gradOutput)
   local gradients = buffers.list(self, 'gradInput', input)
   for i = 1, #input do
      gradients[i]:cmul(gradOutput, self.output):cdiv(input[i])
   end
   return gradients
end

function CMulTable:clearState()
   self.tout = nil
   return parent.clearState(self)
end
