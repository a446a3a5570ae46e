--- nn.ConcatTable(): every child gets the input; the output is the table of their outputs.
local branches = require 'nn.branches'

local ConcatTable, parent = torch.class('nn.ConcatTable', 'nn.Container')

function ConcatTable:__init()
   parent.__init(self)
   self.output = {}
end

function ConcatTable:updateOutput(input)
   self.output = type(self.output) == 'table' and self.output or {}
   for i, module in ipairs(self.modules) do
      self.output[i] = self:rethrowErrors(module, i, 'updateOutput', input)
   end
   for i = #self.modules + 1, #self.output do
      self.output[i] = nil
   end
   return self.output
end

local function each(self, input, gradOutput, act)
   for i, module in ipairs(self.modules) do
      act(module, i, input, gradOutput[i])
   end
end

branches.passes(ConcatTable, each, branches.sum)

ConcatTable.__tostring__ = parent.describeBranches
