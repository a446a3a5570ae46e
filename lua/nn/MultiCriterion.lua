--- nn.MultiCriterion(): the weighted sum of criteria over the same input and target: Σ weight loss(input, target).
-- Inputs, targets: tensors or tables, whatever the criteria take. Fields: criterions, a list, and weights.
local utils = require 'nn.utils'
local blame = require 'lampas.blame'

local MultiCriterion, parent = torch.class('nn.MultiCriterion', 'nn.Criterion')

function MultiCriterion:__init()
   parent.__init(self)
   self.criterions = {}
   self.weights = torch.DoubleStorage()
end

--- Adds a criterion with a weight, 1 by default. Returns self.
function MultiCriterion:add(criterion, weight)
   if not criterion then
      blame('nn.MultiCriterion: no criterion provided')
   end
   table.insert(self.criterions, criterion)
   self.weights:resize(#self.criterions)
   self.weights[#self.criterions] = weight or 1
   return self
end

function MultiCriterion:updateOutput(input, target)
   self.output = 0
   for i, criterion in ipairs(self.criterions) do
      self.output = self.output + self.weights[i] * criterion:updateOutput(input, target)
   end
   return self.output
end

function MultiCriterion:updateGradInput(input, target)
   self.gradInput = utils.recursiveResizeAs(self.gradInput, input)
   utils.recursiveFill(self.gradInput, 0)
   for i, criterion in ipairs(self.criterions) do
      utils.recursiveAdd(self.gradInput, self.weights[i], criterion:updateGradInput(input, target))
   end
   return self.gradInput
end
