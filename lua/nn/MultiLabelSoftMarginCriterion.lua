--- nn.MultiLabelSoftMarginCriterion([weights] [, sizeAverage=true]): the cross entropy of sigmoids, for several labels at once.
-- Σ w [log(1 + e^x) - t x], t = 1 where a label applies and 0 where not, divided by the number of elements when sizeAverage is set.
-- weights: a vector, one for each label of a row. Large |x| do not overflow.
local pointwise = require 'nn.pointwise'
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local MultiLabelSoftMarginCriterion, parent = torch.class('nn.MultiLabelSoftMarginCriterion', 'nn.Criterion')

function MultiLabelSoftMarginCriterion:__init(weights, sizeAverage)
   parent.__init(self)
   self.sizeAverage = sizeAverage == nil or sizeAverage
   self.weights = weights and check.weights(self, weights)
end

-- Weights, or nil, and their number, after they were compared with the input's rows.
local function weights_of(self, input)
   local weights = self.weights
   if not weights then
      return nil, 0
   end
   check.floating(self, input, 'input')
   if input:dim() == 0 or input:size(input:dim()) ~= weights:nElement() then
      check.fail(self, '%d weights for rows of an input of size %s', weights:nElement(), check.size(input))
   end
   return buffers.contiguous(self, '_weights', weights), weights:nElement()
end

function MultiLabelSoftMarginCriterion:updateOutput(input, target)
   local weights, columns = weights_of(self, input)
   return pointwise.updateLoss(self, input, target, 'MultiLabelSoftMarginCriterion_updateOutput', weights and weights:data(), columns)
end

function MultiLabelSoftMarginCriterion:updateGradInput(input, target)
   local weights, columns = weights_of(self, input)
   return pointwise.updateLossGradient(self, input, target, 'MultiLabelSoftMarginCriterion_updateGradInput', weights and weights:data(), columns)
end
