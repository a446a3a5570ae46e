--- nn.MultiMarginCriterion([p=1] [, weights] [, margin=1]): the hinge loss of several classes.
--
-- input: scores, classes or batch × classes; target: a class number, or a vector of them (any number type).
-- loss = weights[t] Σ_{i≠t} max(0, margin - x[t] + x[i])^p / classes, p being 1 or 2, summed over the batch and divided by its size unless
-- the field sizeAverage is false. weights: a vector, one for each class.
local rows = require 'nn.rows'
local targets = require 'nn.targets'
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local MultiMarginCriterion, parent = torch.class('nn.MultiMarginCriterion', 'nn.Criterion')

function MultiMarginCriterion:__init(p, weights, margin)
   parent.__init(self)
   self.p = p or 1
   self.margin = margin or 1
   self.sizeAverage = true
   if self.p ~= 1 and self.p ~= 2 then
      check.fail(self, 'only p == 1 and p == 2 supported, got %s', tostring(p))
   end
   self.weights = weights and check.weights(self, weights)
end

-- Kernels of the input's type, geometry, and what the kernels take: input, classes, weights or nil.
local function prepare(self, input, target)
   local T = check.floating(self, input, 'input')
   local batch, classes = targets.rows(self, input)
   local t = targets.ofRows(self, 'target_tensor', target, batch)
   local weights = self.weights
   if weights and weights:nElement() ~= classes then
      check.fail(self, 'input of size %s has %d classes, but there are weights for %d', check.size(input), classes, weights:nElement())
   end
   return T.kernels, rows.geometry(self, batch, classes, self.margin, self.p), buffers.contiguous(self, '_input', input), t,
      weights and buffers.contiguous(self, '_weights', weights)
end

function MultiMarginCriterion:updateOutput(input, target)
   local kernels, geometry, x, t, weights = prepare(self, input, target)
   return rows.updateLoss(self, kernels.MultiMarginCriterion_updateOutput, geometry, t, x:data(), t:data(), weights and weights:data())
end

function MultiMarginCriterion:updateGradInput(input, target)
   local kernels, geometry, x, t, weights = prepare(self, input, target)
   local gradInput = buffers.like(self, 'gradInput', input)
   return rows.updateLossGradient(self, kernels.MultiMarginCriterion_updateGradInput, geometry, t, gradInput, x:data(), t:data(),
      weights and weights:data())
end
