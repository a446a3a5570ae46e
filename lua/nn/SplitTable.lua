--- nn.SplitTable(dimension [, nInputDims]): a table of the slices of a dimension, which show the input's elements.
-- A negative dimension counts from the last. Where inputs have one dimension more than nInputDims, the first is the batch and `dimension`
-- counts after it.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local dimension = require 'nn.dimension'

local SplitTable, parent = torch.class('nn.SplitTable', 'nn.Module')

function SplitTable:__init(dim, nInputDims)
   parent.__init(self)
   self.dimension = dim
   self.nInputDims = nInputDims
end

function SplitTable:_getPositiveDimension(input)
   return dimension(self, input, self.dimension, self.nInputDims)
end

function SplitTable:updateOutput(input)
   check.tensor(self, input, 'input')
   local d = self:_getPositiveDimension(input)
   self.output = {}
   for i = 1, input:size(d) do
      self.output[i] = input:select(d, i)
   end
   return self.output
end

function SplitTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local d = self:_getPositiveDimension(input)
   local gradInput = buffers.like(self, 'gradInput', input)
   for i = 1, input:size(d) do
      local slice, what = gradInput:select(d, i), ('gradOutput[%d]'):format(i)
      check.tensor(self, gradOutput[i], what)
      check.sameCount(self, gradOutput[i], what, slice, 'output')
      slice:copy(gradOutput[i])
   end
   return gradInput
end

--- The slices show another module's tensor: they are let go of.
function SplitTable:clearState()
   self.output = {}
   return parent.clearState(self)
end
