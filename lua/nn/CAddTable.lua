--- nn.CAddTable([inplace]): the sum of a table of tensors of one size. In place, it is made in the first of them.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local handle = require 'torch.handle'

local CAddTable, parent = torch.class('nn.CAddTable', 'nn.Module')

function CAddTable:__init(inplace)
   parent.__init(self)
   self.inplace = inplace
   self.gradInput = {}
end

function CAddTable:updateOutput(input)
   local T = check.tensor(self, input[1], 'input[1]')
   local output = buffers.kept(self, 'output', T)
   if self.inplace then
      output:set(input[1])
   else
      output:resizeAs(input[1]):copy(input[1])
   end
   for i = 2, #input do
      check.sameCount(self, input[i], ('input[%d]'):format(i), input[1], 'input[1]')
      output:add(input[i])
   end
   return output
end

function CAddTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input[1], 'input[1]')
   for i = 1, #input do
      local gradient = self.gradInput[i] or input[1].new()
      self.gradInput[i] = gradient
      if self.inplace then
         gradient:set(gradOutput)
      else
         gradient:resizeAs(input[i]):copy(gradOutput)
      end
   end
   for i = #input + 1, #self.gradInput do
      self.gradInput[i] = nil
   end
   return self.gradInput
end

--- In place, the fields show other modules' tensors: they are let go of, not emptied.
function CAddTable:clearState()
   self.output = handle.typeOf(self.output) and self.output.new() or nil
   self.gradInput = {}
   return self
end
