--- nn.Transpose({ d1, d2 }, …): a copy of the input with pairs of dimensions exchanged, one pair after the other.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local Transpose, parent = torch.class('nn.Transpose', 'nn.Module')

function Transpose:__init(...)
   parent.__init(self)
   self.permutations = { ... }
   self.numInputDims = nil
end

--- Sets how many dimensions a single sample has: those before are the batch, and pairs count after them. Returns self.
function Transpose:setNumInputDims(numInputDims)
   self.numInputDims = numInputDims
   return self
end

-- x with the pairs from `first` to `last` exchanged.
local function exchanged(self, x, first, last, step)
   local offset = self.numInputDims and x:dim() - self.numInputDims or 0
   for i = first, last, step do
      local pair = self.permutations[i]
      x = x:transpose(pair[1] + offset, pair[2] + offset)
   end
   return x
end

function Transpose:updateOutput(input)
   check.tensor(self, input, 'input')
   local turned = exchanged(self, input, 1, #self.permutations, 1)
   return buffers.like(self, 'output', turned):copy(turned)
end

function Transpose:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   local turned = exchanged(self, gradOutput, #self.permutations, 1, -1)
   return buffers.like(self, 'gradInput', turned):copy(turned)
end
