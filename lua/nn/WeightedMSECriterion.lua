--- nn.WeightedMSECriterion(w): mean squared error to w times the target.
-- w: a tensor with the target's sizes, or with those of one sample of a batch.
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local WeightedMSECriterion, parent = torch.class('nn.WeightedMSECriterion', 'nn.MSECriterion')

function WeightedMSECriterion:__init(w)
   parent.__init(self)
   self.weight = w:clone()
end

-- w times the target, in self.buffer.
local function weighted(self, input, target)
   check.floating(self, input, 'input')
   check.floating(self, target, 'target')
   local weight, n = self.weight, target:nElement()
   if n ~= weight:nElement() and (target:dim() ~= weight:dim() + 1 or n ~= weight:nElement() * target:size(1)) then
      check.fail(self, 'target of size %s, wanted %s like the weights or a batch of such', check.size(target), check.size(weight))
   end
   local buffer = buffers.like(self, 'buffer', target):copy(target)
   local rows = buffer:view(-1, weight:nElement())
   rows:cmul(weight:contiguous():view(1, -1):expandAs(rows))
   return buffer
end

function WeightedMSECriterion:updateOutput(input, target)
   return parent.updateOutput(self, input, weighted(self, input, target))
end

function WeightedMSECriterion:updateGradInput(input, target)
   return parent.updateGradInput(self, input, weighted(self, input, target))
end
