--- nn.OneHot(n): whole numbers of 1 … n, a tensor of any type or one number, become vectors along a new last dimension of size n: 1 at that
-- place, 0 elsewhere. The gradient is 0.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local types = require 'torch.types'

local OneHot, parent = torch.class('nn.OneHot', 'nn.Module')

function OneHot:__init(outputSize)
   parent.__init(self)
   self.outputSize = outputSize
end

-- The input as a LongTensor with a further dimension of size 1, and its sizes without.
local function classes(self, input)
   local sizes
   if type(input) == 'number' then
      sizes = {}
      self._single = buffers.resized(self, '_single', types.by_name.Long, { 1 }):fill(input)
      return sizes, self._single
   elseif not torch.isTensor(input) then
      check.fail(self, 'input: a tensor or a number expected, got %s', torch.type(input))
   end
   sizes = input:size():totable()
   local long = buffers.like(self, '_longInput', input, types.by_name.Long):copy(input)
   return sizes, nn.utils.addSingletonDimension(long, #sizes + 1)
end

function OneHot:updateOutput(input)
   local sizes, numbers = classes(self, input)
   if numbers:min() < 1 or numbers:max() > self.outputSize then
      check.fail(self, 'numbers of 1 … %d expected, got %d … %d', self.outputSize, numbers:min(), numbers:max())
   end
   table.insert(sizes, self.outputSize)
   local output = buffers.resized(self, 'output', types.by_name[self._type:match('^torch%.(%a+)Tensor$')], sizes)
   return output:zero():scatter(#sizes, numbers, 1)
end

--- 0 for a number.
function OneHot:updateGradInput(input)
   if not self.gradInput or type(input) == 'number' then
      return self.gradInput and 0
   end
   local T = types.by_name[self._type:match('^torch%.(%a+)Tensor$')]
   return buffers.like(self, 'gradInput', input, T):zero()
end

function OneHot:clearState()
   nn.utils.clear(self, '_single', '_longInput')
   return parent.clearState(self)
end
