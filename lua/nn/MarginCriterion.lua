--- nn.MarginCriterion([margin=1]): Σ max(0, margin - t x), divided by the number of elements unless the field sizeAverage is false.
-- Targets are 1 and -1: two-class classification.
local pointwise = require 'nn.pointwise'

local MarginCriterion, parent = torch.class('nn.MarginCriterion', 'nn.Criterion')

function MarginCriterion:__init(margin)
   parent.__init(self)
   self.margin = margin or 1
   self.sizeAverage = true
end

function MarginCriterion:updateOutput(input, target)
   return pointwise.updateLoss(self, input, target, 'MarginCriterion_updateOutput', self.margin)
end

function MarginCriterion:updateGradInput(input, target)
   return pointwise.updateLossGradient(self, input, target, 'MarginCriterion_updateGradInput', self.margin)
end
