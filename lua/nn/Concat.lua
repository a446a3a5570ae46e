--- nn.Concat(dimension): every child gets the input; their outputs are joined along `dimension`, the other sizes being equal.
local utils = require 'nn.utils'
local check = require 'nn.check'

local Concat, parent = torch.class('nn.Concat', 'nn.Container')

function Concat:__init(dimension)
   parent.__init(self)
   self.outputSize = torch.LongStorage()
   self.dimension = dimension
end

function Concat:updateOutput(input)
   local outputs, total = {}, 0
   for i, module in ipairs(self.modules) do
      outputs[i] = self:rethrowErrors(module, i, 'updateOutput', input)
      total = total + outputs[i]:size(self.dimension)
   end
   local size = outputs[1]:size()
   size[self.dimension] = total
   self.outputSize = size
   self.output:resize(size)
   local offset = 1
   for _, output in ipairs(outputs) do
      local n = output:size(self.dimension)
      self.output:narrow(self.dimension, offset, n):copy(output)
      offset = offset + n
   end
   return self.output
end

-- Calls act(module, its index, its part of gradOutput) for each child.
local function each_part(self, gradOutput, act)
   local offset = 1
   for i, module in ipairs(self.modules) do
      local n = module.output:size(self.dimension)
      act(module, i, gradOutput:narrow(self.dimension, offset, n))
      offset = offset + n
   end
end

-- Sum of what children give for the gradient of a tensor, or of each tensor of a table.
local function gather(self, method, input, gradOutput, ...)
   local extra = ...
   local first = true
   check.sameSize(self, gradOutput, 'gradOutput', self.output, 'output')
   each_part(self, gradOutput, function(module, i, part)
      local gradient = self:rethrowErrors(module, i, method, input, part, extra)
      if gradient and self.gradInput then
         if first then
            self.gradInput = utils.recursiveCopy(self.gradInput, gradient)
            first = false
         else
            utils.recursiveAdd(self.gradInput, gradient)
         end
      end
   end)
   return self.gradInput
end

function Concat:updateGradInput(input, gradOutput)
   return gather(self, 'updateGradInput', input, gradOutput)
end

function Concat:backward(input, gradOutput, scale)
   return gather(self, 'backward', input, gradOutput, scale or 1)
end

local function accumulate(self, method, input, gradOutput, amount)
   each_part(self, gradOutput, function(module, i, part)
      self:rethrowErrors(module, i, method, input, part, amount)
   end)
end

function Concat:accGradParameters(input, gradOutput, scale)
   accumulate(self, 'accGradParameters', input, gradOutput, scale or 1)
end

function Concat:accUpdateGradParameters(input, gradOutput, lr)
   accumulate(self, 'accUpdateGradParameters', input, gradOutput, lr)
end

function Concat:sharedAccUpdateGradParameters(input, gradOutput, lr)
   accumulate(self, 'sharedAccUpdateGradParameters', input, gradOutput, lr)
end

Concat.__tostring__ = parent.describeBranches
