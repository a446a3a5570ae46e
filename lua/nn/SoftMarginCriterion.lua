--- nn.SoftMarginCriterion(): Σ log(1 + e^(-t x)), divided by the number of elements unless the field sizeAverage is false.
-- Targets are 1 and -1. Large |x| do not overflow.
local pointwise = require 'nn.pointwise'

local SoftMarginCriterion, parent = torch.class('nn.SoftMarginCriterion', 'nn.Criterion')

function SoftMarginCriterion:__init()
   parent.__init(self)
   self.sizeAverage = true
end

function SoftMarginCriterion:updateOutput(input, target)
   return pointwise.updateLoss(self, input, target, 'SoftMarginCriterion_updateOutput')
end

function SoftMarginCriterion:updateGradInput(input, target)
   return pointwise.updateLossGradient(self, input, target, 'SoftMarginCriterion_updateGradInput')
end
