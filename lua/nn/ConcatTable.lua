--- nn.ConcatTable(): every child gets the input; the output is the table of their outputs.
local utils = require 'nn.utils'
local check = require 'nn.check'

local ConcatTable, parent = torch.class('nn.ConcatTable', 'nn.Container')

function ConcatTable:__init()
   parent.__init(self)
   self.output = {}
end

function ConcatTable:updateOutput(input)
   for i, module in ipairs(self.modules) do
      self.output[i] = self:rethrowErrors(module, i, 'updateOutput', input)
   end
   for i = #self.modules + 1, #self.output do
      self.output[i] = nil
   end
   return self.output
end

-- A child's gradient has to be a table just when the input is one, and as long.
local function check_table(self, input, gradient)
   if type(input) ~= 'table' then
      return
   elseif type(gradient) ~= 'table' then
      check.fail(self, 'currentGradInput is not a table!')
   elseif #input ~= #gradient then
      check.fail(self, 'table size mismatch: %d gradients for %d inputs', #gradient, #input)
   end
end

-- Sum of what children give for the gradient of the input; those that give none are passed over.
local function gather(self, method, input, gradOutput, ...)
   local first = true
   for i, module in ipairs(self.modules) do
      local gradient = self:rethrowErrors(module, i, method, input, gradOutput[i], ...)
      if gradient and self.gradInput then
         check_table(self, input, gradient)
         if first then
            self.gradInput = utils.recursiveCopy(self.gradInput, gradient)
            first = false
         else
            utils.recursiveAdd(self.gradInput, gradient)
         end
      end
   end
   return self.gradInput
end

function ConcatTable:updateGradInput(input, gradOutput)
   return gather(self, 'updateGradInput', input, gradOutput)
end

function ConcatTable:backward(input, gradOutput, scale)
   return gather(self, 'backward', input, gradOutput, scale or 1)
end

local function accumulate(self, method, input, gradOutput, amount)
   for i, module in ipairs(self.modules) do
      self:rethrowErrors(module, i, method, input, gradOutput[i], amount)
   end
end

function ConcatTable:accGradParameters(input, gradOutput, scale)
   accumulate(self, 'accGradParameters', input, gradOutput, scale or 1)
end

function ConcatTable:accUpdateGradParameters(input, gradOutput, lr)
   accumulate(self, 'accUpdateGradParameters', input, gradOutput, lr)
end

function ConcatTable:sharedAccUpdateGradParameters(input, gradOutput, lr)
   accumulate(self, 'sharedAccUpdateGradParameters', input, gradOutput, lr)
end

ConcatTable.__tostring__ = parent.describeBranches
