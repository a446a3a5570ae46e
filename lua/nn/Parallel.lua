--- nn.Parallel(inputDimension, outputDimension): child i gets input:select(inputDimension, i); their outputs are joined along
-- outputDimension, the other sizes being equal. There are at least as many children as slices; further ones are not used.
local buffers = require 'nn.buffers'
local branches = require 'nn.branches'
local check = require 'nn.check'
local join = require 'nn.join'
local handle = require 'torch.handle'

local Parallel, parent = torch.class('nn.Parallel', 'nn.Container')

function Parallel:__init(inputDimension, outputDimension)
   parent.__init(self)
   self.inputDimension = inputDimension
   self.outputDimension = outputDimension
end

-- How many slices the input has, checked against the children.
local function count(self, input)
   if self.inputDimension > input:dim() then
      check.fail(self, 'input of size %s has no dimension %d', check.size(input), self.inputDimension)
   end
   local n = input:size(self.inputDimension)
   if n > #self.modules then
      check.fail(self, 'input of size %s has %d slices along dimension %d, for %d modules', check.size(input), n, self.inputDimension,
         #self.modules)
   end
   return n
end

function Parallel:updateOutput(input)
   check.tensor(self, input, 'input')
   local outputs = {}
   for i = 1, count(self, input) do
      outputs[i] = self:rethrowErrors(self.modules[i], i, 'updateOutput', input:select(self.inputDimension, i))
   end
   local output, size = join.output(self, outputs, self.outputDimension, join.outputOfChild)
   self.totalOutputSize = size
   return output
end

local function each(self, input, gradOutput, act)
   check.sameSize(self, gradOutput, 'gradOutput', self.output, 'output')
   local outputs = {}
   for i = 1, count(self, input) do
      outputs[i] = self.modules[i].output
   end
   join.pieces(gradOutput, outputs, self.outputDimension, function(i, piece)
      act(self.modules[i], i, input:select(self.inputDimension, i), piece)
   end)
end

-- Children's gradients are slices of the whole; zeros where a child gives none.
local function collect(self, input)
   local whole = self.gradInput and buffers.kept(self, 'gradInput', handle.typeOf(input)):resizeAs(input)
   return function(i, gradient)
      if whole then
         local slice = whole:select(self.inputDimension, i)
         if gradient then
            slice:copy(gradient)
         else
            slice:zero()
         end
      end
   end
end

branches.passes(Parallel, each, collect)

Parallel.__tostring__ = parent.describeBranches
