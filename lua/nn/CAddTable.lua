--- nn.CAddTable([inplace]): the sum of a table of tensors of one size. In place, it is made in the first of them, and the gradients all
-- show gradOutput.
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
   local T = check.list(self, input, 'input')
   local output
   if self.inplace then
      output = buffers.kept(self, 'output', T):set(input[1])
   else
      output = buffers.like(self, 'output', input[1], T)
      if #input == 1 then
         return output:copy(input[1])
      end
   end
   for i = 2, #input do
      output:add((i > 2 or self.inplace) and output or input[1], input[i])
   end
   return output
end

function CAddTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.gradOfList(self, gradOutput, input)
   local gradients = self.inplace and self.gradInput or buffers.list(self, 'gradInput', input)
   for i = 1, #input do
      if self.inplace then
         gradients[i] = (gradients[i] or gradOutput.new()):set(gradOutput)
      else
         gradients[i]:copy(gradOutput)
      end
   end
   for i = #input + 1, #gradients do
      gradients[i] = nil
   end
   return gradients
end

--- In place, the fields show other modules' tensors: they are let go of, not emptied.
function CAddTable:clearState()
   self.output = handle.typeOf(self.output) and self.output.new() or nil
   self.gradInput = {}
   return self
end
