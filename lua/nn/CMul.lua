--- nn.CMul(sizes): y = w ∘ x, a learnt weight for each element. Sizes are numbers or a LongStorage.
--
-- The weight is repeated over the batch, or over the dimensions in which it has size 1 (nn/broadcast.lua): CMul(1, 3, 1, 1) has a weight
-- for each of 3 planes of a batch of images. It begins as U(±1/√count).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local broadcast = require 'nn.broadcast'
local initial = require 'nn.initial'

local CMul, parent = torch.class('nn.CMul', 'nn.Module')

function CMul:__init(...)
   parent.__init(self)
   self.size = broadcast.sizes(...)
   self.weight = torch.Tensor(self.size)
   self.gradWeight = torch.Tensor(self.size)
   self:reset()
end

--- New weights of standard deviation stdv, by default as at first.
function CMul:reset(stdv)
   return initial.uniform(self, stdv, self.weight:nElement())
end

function CMul:updateOutput(input)
   check.floating(self, input, 'input')
   local view, weight = broadcast.views(self, self.weight, input)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.like(self, 'output', input)
   view(output):cmul(view(x), weight)
   return output
end

function CMul:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.floating(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   local view, weight = broadcast.views(self, self.weight, input)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput = buffers.like(self, 'gradInput', input)
   view(gradInput):cmul(view(g), weight)
   return gradInput
end

function CMul:accGradParameters(input, gradOutput, scale)
   local T = check.floating(self, input, 'input')
   local view, weight, own = broadcast.views(self, self.weight, input)
   local x = view(buffers.contiguous(self, '_input', input))
   local g = view(buffers.contiguous(self, '_gradOutput', gradOutput))
   local product = buffers.like(self, '_sum', weight, T):cmul(x, g)
   self.gradWeight:add(scale or 1, broadcast.sum(product, own):viewAs(self.gradWeight))
end

function CMul:clearState()
   nn.utils.clear(self, '_sum')
   return parent.clearState(self)
end
