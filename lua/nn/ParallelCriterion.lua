--- nn.ParallelCriterion([repeatTarget=false]): the weighted sum of criteria, each over its own input and target of two tables:
-- Σ weight loss(input[i], target[i]), or with repeatTarget Σ weight loss(input[i], target). Fields: criterions and weights, lists.
local utils = require 'nn.utils'
local blame = require 'lampas.blame'

local ParallelCriterion, parent = torch.class('nn.ParallelCriterion', 'nn.Criterion')

function ParallelCriterion:__init(repeatTarget)
   parent.__init(self)
   self.criterions = {}
   self.weights = {}
   self.gradInput = {}
   self.repeatTarget = repeatTarget
end

--- Adds a criterion with a weight, 1 by default. Returns self.
function ParallelCriterion:add(criterion, weight)
   if not criterion then
      blame('nn.ParallelCriterion: no criterion provided')
   end
   table.insert(self.criterions, criterion)
   table.insert(self.weights, weight or 1)
   return self
end

local function target_of(self, target, i)
   return self.repeatTarget and target or target[i]
end

function ParallelCriterion:updateOutput(input, target)
   self.output = 0
   for i, criterion in ipairs(self.criterions) do
      self.output = self.output + self.weights[i] * criterion:updateOutput(input[i], target_of(self, target, i))
   end
   return self.output
end

function ParallelCriterion:updateGradInput(input, target)
   self.gradInput = utils.recursiveResizeAs(self.gradInput, input)
   utils.recursiveFill(self.gradInput, 0)
   for i, criterion in ipairs(self.criterions) do
      utils.recursiveAdd(self.gradInput[i], self.weights[i], criterion:updateGradInput(input[i], target_of(self, target, i)))
   end
   return self.gradInput
end
