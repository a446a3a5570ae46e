--- nn.MaskedSelect(): of the input { tensor, ByteTensor of the same size }, the elements where the mask is 1, as a vector.
-- The gradient by the mask is 0.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local types = require 'torch.types'

local MaskedSelect, parent = torch.class('nn.MaskedSelect', 'nn.Module')

function MaskedSelect:__init()
   parent.__init(self)
   self._gradBuffer = torch.Tensor()
   self._gradMask = torch.ByteTensor()
end

local function parts(self, input)
   local T = check.tensor(self, input[1], 'input[1]')
   if torch.type(input[2]) ~= 'torch.ByteTensor' then
      check.fail(self, 'input[2]: a torch.ByteTensor expected, got %s', torch.type(input[2]))
   end
   check.sameCount(self, input[2], 'input[2]', input[1], 'input[1]')
   return T, input[1], input[2]
end

function MaskedSelect:updateOutput(input)
   local T, x, mask = parts(self, input)
   return buffers.kept(self, 'output', T):maskedSelect(x, mask)
end

function MaskedSelect:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local _, x, mask = parts(self, input)
   check.tensor(self, gradOutput, 'gradOutput')
   local gradient = buffers.like(self, '_gradBuffer', x):zero()
   gradient:maskedCopy(mask, gradOutput)
   self.gradInput = { gradient, buffers.like(self, '_gradMask', mask, types.by_name.Byte):zero() }
   return self.gradInput
end

function MaskedSelect:clearState()
   nn.utils.clear(self, '_gradBuffer', '_gradMask')
   return parent.clearState(self)
end
