--- nn.JoinTable(dimension [, nInputDims]): the tensors of a table joined along a dimension; negative counts from the end.
-- Where inputs have one dimension more than nInputDims, the first is the batch and `dimension` counts after it.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local JoinTable, parent = torch.class('nn.JoinTable', 'nn.Module')

function JoinTable:__init(dimension, nInputDims)
   parent.__init(self)
   self.size = torch.LongStorage()
   self.dimension = dimension
   self.gradInput = {}
   self.nInputDims = nInputDims
end

local function positive_dimension(self, input)
   local n, dimension = input[1]:dim(), self.dimension
   if dimension < 0 then
      return n + dimension + 1
   elseif self.nInputDims and n == self.nInputDims + 1 then
      return dimension + 1
   end
   return dimension
end

function JoinTable:updateOutput(input)
   local T = check.tensor(self, input[1], 'input[1]')
   local dimension = positive_dimension(self, input)
   local size, total = input[1]:size(), 0
   for i = 1, #input do
      check.tensor(self, input[i], ('input[%d]'):format(i))
      total = total + input[i]:size(dimension)
   end
   size[dimension] = total
   self.size = size
   local output = buffers.kept(self, 'output', T):resize(size)
   local offset = 1
   for _, part in ipairs(input) do
      local n = part:size(dimension)
      output:narrow(dimension, offset, n):copy(part)
      offset = offset + n
   end
   return output
end

function JoinTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local dimension = positive_dimension(self, input)
   check.sameSize(self, gradOutput, 'gradOutput', self.output, 'output')
   local offset = 1
   for i, part in ipairs(input) do
      local gradient = self.gradInput[i] or part.new()
      local n = part:size(dimension)
      gradient:resizeAs(part):copy(gradOutput:narrow(dimension, offset, n))
      self.gradInput[i] = gradient
      offset = offset + n
   end
   for i = #input + 1, #self.gradInput do
      self.gradInput[i] = nil
   end
   return self.gradInput
end

--- Gradients of another type are made anew, not converted. Returns self.
function JoinTable:type(name, cache)
   if name and self.gradInput then
      self.gradInput = {}
   end
   return parent.type(self, name, cache)
end
