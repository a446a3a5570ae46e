--- nn.SpatialAdaptiveMaxPooling(W, H): the largest elements of H × W windows that divide a plane of any size among them. Row i of windows
-- goes from row floor(i · height / H) to before ceil((i + 1) · height / H), columns likewise. Images are planes × height × width, or a
-- batch of them. `indices` is 2 × the output's size: row, then column of each maximum in its window, from 1.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local pooling = require 'nn.pooling'
local handle = require 'torch.handle'
local Long = require('torch.types').by_name.Long

local SpatialAdaptiveMaxPooling, parent = torch.class('nn.SpatialAdaptiveMaxPooling', 'nn.Module')

function SpatialAdaptiveMaxPooling:__init(W, H)
   parent.__init(self)
   self.W, self.H = W, H
   self.indices = torch.LongTensor()
end

function SpatialAdaptiveMaxPooling:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local shape, batch, planes = pooling.adaptive(self, input, 2)
   shape.indices = 'POOLING_OFFSETS'
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.map(self, 'output', T, batch, planes, self.H, self.W)
   local indices = batch and buffers.sized(self, 'indices', Long, 5, 2, batch, planes, self.H, self.W)
      or buffers.sized(self, 'indices', Long, 4, 2, planes, self.H, self.W)
   check.done(self, T.kernels.IrregularMaxPooling_updateOutput(output:data(), indices:data(), x:data(), shape, nil))
   return output
end

function SpatialAdaptiveMaxPooling:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   check.floating(self, gradOutput, 'gradOutput')
   local shape, batch, planes = pooling.adaptive(self, input, 2, gradOutput)
   check.isMap(self, gradOutput, 'gradOutput', batch, planes, pooling.outputs(shape, 2))
   if handle.typeOf(self.indices) ~= Long or self.indices:nElement() ~= 2 * gradOutput:nElement() then
      check.fail(self, 'input of size %s is not the one of the last forward call', check.size(input))
   end
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local indices = buffers.contiguous(self, '_indices', self.indices)
   local places = buffers.like(self, '_places', gradOutput, Long)
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.IrregularMaxPooling_places(places:data(), indices:data(), shape)
   if T.kernels.MaxPooling_scatter(gradInput:data(), g:data(), places:data(), shape, 1) ~= 0 then
      check.fail(self, 'found an invalid max index')
   end
   return gradInput
end

function SpatialAdaptiveMaxPooling:type(name, cache)
   self._places = nil
   return pooling.type(self, parent, name, cache)
end

--- Empties the indices as well.
function SpatialAdaptiveMaxPooling:clearState()
   nn.utils.clear(self, '_places')
   return pooling.clearState(self, parent)
end

SpatialAdaptiveMaxPooling.empty = SpatialAdaptiveMaxPooling.clearState
