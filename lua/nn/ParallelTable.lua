--- nn.ParallelTable(): child i gets entry i of the input; the output is the table of their outputs.
local branches = require 'nn.branches'

local ParallelTable, parent = torch.class('nn.ParallelTable', 'nn.Container')

function ParallelTable:__init()
   parent.__init(self)
   self.output, self.gradInput = {}, {}
end

function ParallelTable:updateOutput(input)
   self.output = type(self.output) == 'table' and self.output or {}
   for i, module in ipairs(self.modules) do
      self.output[i] = self:rethrowErrors(module, i, 'updateOutput', input[i])
   end
   return self.output
end

local function each(self, input, gradOutput, act)
   for i, module in ipairs(self.modules) do
      act(module, i, input[i], gradOutput[i])
   end
end

branches.passes(ParallelTable, each, branches.entries)

ParallelTable.__tostring__ = parent.describeBranches
