--- nn.Concat(dimension): every child gets the input; their outputs are joined along `dimension`, the other sizes being equal.
local branches = require 'nn.branches'
local join = require 'nn.join'
local check = require 'nn.check'

local Concat, parent = torch.class('nn.Concat', 'nn.Container')

function Concat:__init(dimension)
   parent.__init(self)
   self.outputSize = torch.LongStorage()
   self.dimension = dimension
end

--- The children's outputs for an input.
function Concat:outputs(input)
   local outputs = {}
   for i, module in ipairs(self.modules) do
      outputs[i] = self:rethrowErrors(module, i, 'updateOutput', input)
   end
   return outputs
end

function Concat:updateOutput(input)
   local output, size = join.output(self, self:outputs(input), self.dimension, join.outputOfChild)
   self.outputSize = size
   return output
end

--- Calls act(i, piece) for the piece of `whole` that stands for each of the children's outputs.
function Concat:pieces(whole, outputs, act)
   join.pieces(whole, outputs, self.dimension, act)
end

local function each(self, input, gradOutput, act)
   check.sameSize(self, gradOutput, 'gradOutput', self.output, 'output')
   local outputs = {}
   for i, module in ipairs(self.modules) do
      outputs[i] = module.output
   end
   self:pieces(gradOutput, outputs, function(i, piece)
      act(self.modules[i], i, input, piece)
   end)
end

branches.passes(Concat, each, branches.sum)

Concat.__tostring__ = parent.describeBranches
