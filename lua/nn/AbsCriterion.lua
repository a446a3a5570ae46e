--- nn.AbsCriterion([sizeAverage=true]): Σ |x - t|, divided by the number of elements when sizeAverage is set.
-- Where x = t the gradient is that of x > t.
local pointwise = require 'nn.pointwise'

local AbsCriterion, parent = torch.class('nn.AbsCriterion', 'nn.Criterion')

function AbsCriterion:__init(sizeAverage)
   parent.__init(self)
   self.sizeAverage = sizeAverage == nil or sizeAverage
end

function AbsCriterion:updateOutput(input, target)
   return pointwise.updateLoss(self, input, target, 'AbsCriterion_updateOutput')
end

function AbsCriterion:updateGradInput(input, target)
   return pointwise.updateLossGradient(self, input, target, 'AbsCriterion_updateGradInput')
end
