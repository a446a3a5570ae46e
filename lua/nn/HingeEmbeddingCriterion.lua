--- nn.HingeEmbeddingCriterion([margin=1]): for distances x of pairs that are alike, t = 1, or not, t = -1.
-- Σ of x where t = 1 and max(0, margin - x) elsewhere, divided by the number of elements unless the field sizeAverage is false.
-- target: a tensor of labels, or a number for all elements.
local pointwise = require 'nn.pointwise'
local targets = require 'nn.targets'
local check = require 'nn.check'

local HingeEmbeddingCriterion, parent = torch.class('nn.HingeEmbeddingCriterion', 'nn.Criterion')

function HingeEmbeddingCriterion:__init(margin)
   parent.__init(self)
   self.margin = margin or 1
   self.sizeAverage = true
end

local function labels(self, input, target)
   return targets.labels(self, target, check.floating(self, input, 'input'), input:nElement())
end

function HingeEmbeddingCriterion:updateOutput(input, target)
   return pointwise.updateLoss(self, input, labels(self, input, target), 'HingeEmbeddingCriterion_updateOutput', self.margin)
end

function HingeEmbeddingCriterion:updateGradInput(input, target)
   return pointwise.updateLossGradient(self, input, labels(self, input, target), 'HingeEmbeddingCriterion_updateGradInput', self.margin)
end
