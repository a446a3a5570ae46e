--- nn.SmoothL1Criterion([sizeAverage=true]): Σ of d² / 2 where |d| < 1 and |d| - 1/2 elsewhere, d = x - t, divided by the number of
-- elements when sizeAverage is set: less moved by outliers than squares are.
local pointwise = require 'nn.pointwise'

local SmoothL1Criterion, parent = torch.class('nn.SmoothL1Criterion', 'nn.Criterion')

function SmoothL1Criterion:__init(sizeAverage)
   parent.__init(self)
   self.sizeAverage = sizeAverage == nil or sizeAverage
end

function SmoothL1Criterion:updateOutput(input, target)
   return pointwise.updateLoss(self, input, target, 'SmoothL1Criterion_updateOutput')
end

function SmoothL1Criterion:updateGradInput(input, target)
   return pointwise.updateLossGradient(self, input, target, 'SmoothL1Criterion_updateGradInput')
end
