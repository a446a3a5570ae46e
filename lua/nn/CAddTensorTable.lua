--- nn.CAddTensorTable(): input { x, { y1, y2, … } }, output { x + y1, x + y2, … }; all of one size.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local CAddTensorTable, parent = torch.class('nn.CAddTensorTable', 'nn.Module')

function CAddTensorTable:__init()
   parent.__init(self)
   self.output, self.gradInput = {}, {}
end

local function operands(self, input)
   local x, list = input[1], input[2]
   check.tensor(self, x, 'input[1]')
   check.list(self, list, 'input[2]')
   check.sameCount(self, list[1], 'input[2][1]', x, 'input[1]')
   return x, list
end

function CAddTensorTable:updateOutput(input)
   local x, list = operands(self, input)
   local output = buffers.list(self, 'output', list)
   for i, y in ipairs(list) do
      output[i]:add(x, y)
   end
   return output
end

-- gradOutput's entries go to the y's as they are; their sum goes to x.
function CAddTensorTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local x, list = operands(self, input)
   if type(gradOutput) ~= 'table' or #gradOutput ~= #list then
      check.fail(self, 'gradOutput: a table of %d tensors expected', #list)
   end
   local sum = buffers.like(self.gradInput, 1, x):zero()
   self.gradInput[2] = {}
   for i, g in ipairs(gradOutput) do
      check.sameCount(self, g, ('gradOutput[%d]'):format(i), x, 'input[1]')
      sum:add(g)
      self.gradInput[2][i] = g
   end
   return self.gradInput
end
