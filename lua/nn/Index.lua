--- nn.Index(dimension): of the input { tensor, LongTensor of indices }, the slices of a dimension that the indices tell. The gradient by
-- the tensor adds up where a slice is taken more than once; that by the indices is 0.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local dimension = require 'nn.dimension'

local Index, parent = torch.class('nn.Index', 'nn.Module')

function Index:__init(dim)
   parent.__init(self)
   self.dimension = dim
   self.gradInput = { self.gradInput, self.gradInput.new() }
end

local function slices(self, input)
   local T = check.tensor(self, input[1], 'input[1]')
   if torch.type(input[2]) ~= 'torch.LongTensor' then
      check.fail(self, 'input[2]: a torch.LongTensor of indices expected, got %s', torch.type(input[2]))
   end
   return T, input[1], dimension(self, input[1], self.dimension), input[2]
end

function Index:updateOutput(input)
   local T, x, d, indices = slices(self, input)
   return buffers.kept(self, 'output', T):index(x, d, indices)
end

function Index:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, x, d, indices = slices(self, input)
   check.tensor(self, gradOutput, 'gradOutput')
   buffers.like(self.gradInput, 1, x):zero():indexAdd(d, indices, gradOutput)
   buffers.like(self.gradInput, 2, indices, T):zero()
   return self.gradInput
end

function Index:clearState()
   nn.utils.clear(self, 'output')
   nn.utils.clear(self.gradInput, 1, 2)
   return self
end
