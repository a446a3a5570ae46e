--- nn.JoinTable(dimension [, nInputDims]): the tensors of a table joined along a dimension; negative counts from the end.
-- Where inputs have one dimension more than nInputDims, the first is the batch and `dimension` counts after it.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local dimension = require 'nn.dimension'
local join = require 'nn.join'

local JoinTable, parent = torch.class('nn.JoinTable', 'nn.Module')

function JoinTable:__init(dim, nInputDims)
   parent.__init(self)
   self.size = torch.LongStorage()
   self.dimension = dim
   self.gradInput = {}
   self.nInputDims = nInputDims
end

local function positive_dimension(self, input)
   return dimension(self, input[1], self.dimension, self.nInputDims)
end

local function part(i)
   return ('input[%d]'):format(i)
end

function JoinTable:updateOutput(input)
   for i = 1, math.max(1, #input) do
      check.tensor(self, input[i], part(i))
   end
   local output, size = join.output(self, input, positive_dimension(self, input), part)
   self.size = size
   return output
end

function JoinTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.sameSize(self, gradOutput, 'gradOutput', self.output, 'output')
   local gradients = buffers.list(self, 'gradInput', input)
   join.pieces(gradOutput, input, positive_dimension(self, input), function(i, piece)
      gradients[i]:copy(piece)
   end)
   return gradients
end

--- Gradients of another type are made anew, not converted. Returns self.
function JoinTable:type(name, cache)
   if name and self.gradInput then
      self.gradInput = {}
   end
   return parent.type(self, name, cache)
end
