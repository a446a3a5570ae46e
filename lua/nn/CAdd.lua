--- nn.CAdd(sizes): y = x + b, a learnt bias for each element. Sizes are numbers or a LongStorage.
--
-- The bias is repeated over the batch, or over the dimensions in which it has size 1 (nn/broadcast.lua). It begins as U(±1/√count).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local broadcast = require 'nn.broadcast'
local initial = require 'nn.initial'

local CAdd, parent = torch.class('nn.CAdd', 'nn.Module')

function CAdd:__init(...)
   parent.__init(self)
   self.size = broadcast.sizes(...)
   self.bias = torch.Tensor(self.size)
   self.gradBias = torch.Tensor(self.size)
   self:reset()
end

--- New biases of standard deviation stdv, by default as at first.
function CAdd:reset(stdv)
   return initial.uniform(self, stdv, self.bias:nElement())
end

function CAdd:updateOutput(input)
   check.floating(self, input, 'input')
   local view, bias = broadcast.views(self, self.bias, input)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.like(self, 'output', input)
   view(output):add(view(x), bias)
   return output
end

function CAdd:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.floating(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   return buffers.like(self, 'gradInput', input):copy(gradOutput)
end

function CAdd:accGradParameters(input, gradOutput, scale)
   local view, _, own = broadcast.views(self, self.bias, input)
   local g = view(buffers.contiguous(self, '_gradOutput', gradOutput))
   self.gradBias:add(scale or 1, broadcast.sum(g, own):viewAs(self.gradBias))
end
