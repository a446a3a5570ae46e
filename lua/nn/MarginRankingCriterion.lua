--- nn.MarginRankingCriterion([margin=1]): for pairs { x1, x2 } of scores, the first of which should be higher, target 1, or lower, -1.
-- Σ max(0, -t (x1 - x2) + margin), divided by the number of pairs unless the field sizeAverage is false.
-- x1, x2: tensors of equal sizes; target: a number, or a tensor with a label for each pair.
local pointwise = require 'nn.pointwise'
local targets = require 'nn.targets'
local buffers = require 'nn.buffers'

local MarginRankingCriterion, parent = torch.class('nn.MarginRankingCriterion', 'nn.Criterion')

function MarginRankingCriterion:__init(margin)
   parent.__init(self)
   self.margin = margin or 1
   self.gradInput = { torch.Tensor(), torch.Tensor() }
   self.sizeAverage = true
end

-- Differences of the scores, and their labels.
local function prepare(self, input, target)
   local T, x1, x2 = targets.pair(self, input)
   local differences = buffers.like(self, '_difference', x1):add(x1, -1, x2)
   return differences, targets.labels(self, target, T, x1:nElement())
end

function MarginRankingCriterion:updateOutput(input, target)
   local differences, labels = prepare(self, input, target)
   return pointwise.updateLoss(self, differences, labels, 'MarginRankingCriterion_updateOutput', self.margin)
end

function MarginRankingCriterion:updateGradInput(input, target)
   local differences, labels = prepare(self, input, target)
   local _, g2 = targets.pairGradient(self, differences)
   local g1 = pointwise.updateLossGradientTo(self, self.gradInput, 1, differences, labels, 'MarginRankingCriterion_updateGradInput', self.margin)
   g2:mul(g1, -1)
   return self.gradInput
end
