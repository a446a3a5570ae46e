--- nn.DistKLDivCriterion([sizeAverage=true]): the Kullback-Leibler divergence of targets t, probabilities, from e^x: x are
-- log-probabilities of the same sizes. Σ t (log t - x) over t > 0, divided by the number of elements when sizeAverage is set.
local pointwise = require 'nn.pointwise'
local check = require 'nn.check'

local DistKLDivCriterion, parent = torch.class('nn.DistKLDivCriterion', 'nn.Criterion')

function DistKLDivCriterion:__init(sizeAverage)
   parent.__init(self)
   self.sizeAverage = sizeAverage == nil or sizeAverage
end

local function same_sizes(self, input, target)
   check.floating(self, input, 'input')
   check.floating(self, target, 'target')
   check.sameSize(self, target, 'target', input, 'input')
end

function DistKLDivCriterion:updateOutput(input, target)
   same_sizes(self, input, target)
   return pointwise.updateLoss(self, input, target, 'DistKLDivCriterion_updateOutput')
end

function DistKLDivCriterion:updateGradInput(input, target)
   same_sizes(self, input, target)
   return pointwise.updateLossGradient(self, input, target, 'DistKLDivCriterion_updateGradInput')
end
