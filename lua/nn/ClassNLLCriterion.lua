--- nn.ClassNLLCriterion([weights] [, sizeAverage=true] [, ignoreIndex=-100]): negative log-likelihood of a class.
--
-- input: log-probabilities, classes or batch × classes; target: a class number, or a vector of them (any number type).
-- loss = -Σ weights[t] input[t], divided by Σ weights[t] when sizeAverage is set; targets equal to ignoreIndex count for
-- nothing. forward returns the loss and the total weight.
local likelihood = require 'nn.likelihood'
local targets = require 'nn.targets'
local check = require 'nn.check'

local ClassNLLCriterion, parent = torch.class('nn.ClassNLLCriterion', 'nn.Criterion')

function ClassNLLCriterion:__init(weights, sizeAverage, ignoreIndex)
   parent.__init(self)
   self.ignoreIndex = ignoreIndex or -100
   likelihood.init(self, weights, sizeAverage)
end

function ClassNLLCriterion:updateOutput(input, target)
   check.floating(self, input, 'input')
   local rows, classes = targets.rows(self, input)
   return likelihood.updateOutput(self, input, targets.ofRows(self, 'target', target, rows), rows, classes, 1)
end

-- What averages divide by: for a single sample the weight of its class, for a batch what forward found.
local function total_weight(self, input, classes)
   if input:dim() == 2 then
      return self.total_weight_tensor and self.total_weight_tensor[1] or 1
   end
   local class = classes[1]
   return self.weights and class >= 1 and class <= self.weights:nElement() and self.weights[class] or 1
end

function ClassNLLCriterion:updateGradInput(input, target)
   check.floating(self, input, 'input')
   local rows, classes = targets.rows(self, input)
   local t = targets.ofRows(self, 'target', target, rows)
   return likelihood.updateGradInput(self, input, t, rows, classes, 1, total_weight(self, input, t))
end

function ClassNLLCriterion:type(name, cache)
   return likelihood.type(self, parent, name, cache)
end
