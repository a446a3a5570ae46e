--- nn.ParallelTable(): child i gets entry i of the input; the output is the table of their outputs.
local ParallelTable, parent = torch.class('nn.ParallelTable', 'nn.Container')

function ParallelTable:__init()
   parent.__init(self)
   self.output, self.gradInput = {}, {}
end

function ParallelTable:updateOutput(input)
   for i, module in ipairs(self.modules) do
      self.output[i] = self:rethrowErrors(module, i, 'updateOutput', input[i])
   end
   return self.output
end

local function gather(self, method, input, gradOutput, ...)
   self.gradInput = type(self.gradInput) == 'table' and self.gradInput or {}
   for i, module in ipairs(self.modules) do
      self.gradInput[i] = self:rethrowErrors(module, i, method, input[i], gradOutput[i], ...)
   end
   return self.gradInput
end

function ParallelTable:updateGradInput(input, gradOutput)
   return gather(self, 'updateGradInput', input, gradOutput)
end

function ParallelTable:backward(input, gradOutput, scale)
   return gather(self, 'backward', input, gradOutput, scale or 1)
end

local function accumulate(self, method, input, gradOutput, amount)
   for i, module in ipairs(self.modules) do
      self:rethrowErrors(module, i, method, input[i], gradOutput[i], amount)
   end
end

function ParallelTable:accGradParameters(input, gradOutput, scale)
   accumulate(self, 'accGradParameters', input, gradOutput, scale or 1)
end

function ParallelTable:accUpdateGradParameters(input, gradOutput, lr)
   accumulate(self, 'accUpdateGradParameters', input, gradOutput, lr)
end

function ParallelTable:sharedAccUpdateGradParameters(input, gradOutput, lr)
   accumulate(self, 'sharedAccUpdateGradParameters', input, gradOutput, lr)
end

ParallelTable.__tostring__ = parent.describeBranches
