--- nn.ConcatTable(): every child gets the input; the output is the table of their outputs.
local branches = require 'nn.branches'
local check = require 'nn.check'

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

-- The sum of the gradients; a child's has to be a table just when the input is one, and as long.
local function collect(self, input)
   local add = branches.sum(self)
   return function(i, gradient)
      if gradient and self.gradInput and type(input) == 'table' then
         if type(gradient) ~= 'table' then
            check.fail(self, 'currentGradInput is not a table!')
         elseif #input ~= #gradient then
            check.fail(self, 'table size mismatch: %d gradients for %d inputs', #gradient, #input)
         end
      end
      add(i, gradient)
   end
end

branches.passes(ConcatTable, each, collect)

ConcatTable.__tostring__ = parent.describeBranches
