--- nn.DistanceRatioCriterion([sizeAverage=true]): for pairs { X, Y } of distances, of an anchor to what is like it and to what is not.
-- Σ -log(e^-X / (e^-X + e^-Y)) = Σ log(1 + e^(X - Y)), divided by the number of pairs when sizeAverage is set; there is no target.
-- X, Y: tensors of equal sizes. Large distances do not overflow.
local pointwise = require 'nn.pointwise'
local targets = require 'nn.targets'

local DistanceRatioCriterion, parent = torch.class('nn.DistanceRatioCriterion', 'nn.Criterion')

function DistanceRatioCriterion:__init(sizeAverage)
   parent.__init(self)
   self.gradInput = { torch.Tensor(), torch.Tensor() }
   self.sizeAverage = sizeAverage == nil or sizeAverage
end

function DistanceRatioCriterion:updateOutput(input)
   local _, x, y = targets.pair(self, input)
   return pointwise.updateLoss(self, x, y, 'DistanceRatioCriterion_updateOutput')
end

function DistanceRatioCriterion:updateGradInput(input)
   local _, x, y = targets.pair(self, input)
   local _, gy = targets.pairGradient(self, x)
   local gx = pointwise.updateLossGradientTo(self, self.gradInput, 1, x, y, 'DistanceRatioCriterion_updateGradInput')
   gy:mul(gx, -1)
   return self.gradInput
end
