--- nn.MSECriterion([sizeAverage=true]): Σ (x - t)², divided by the number of elements when sizeAverage is set.
local pointwise = require 'nn.pointwise'

local MSECriterion, parent = torch.class('nn.MSECriterion', 'nn.Criterion')

function MSECriterion:__init(sizeAverage)
   parent.__init(self)
   self.sizeAverage = sizeAverage == nil or sizeAverage
end

function MSECriterion:updateOutput(input, target)
   return pointwise.updateLoss(self, input, target, 'MSECriterion_updateOutput')
end

function MSECriterion:updateGradInput(input, target)
   return pointwise.updateLossGradient(self, input, target, 'MSECriterion_updateGradInput')
end
