--- nn.CrossEntropyCriterion([weights] [, sizeAverage]): LogSoftMax and ClassNLLCriterion in one.
-- Dimensions of size 1 are squeezed out of input and target first; gradInput has the input's own sizes.
local check = require 'nn.check'

local CrossEntropyCriterion, parent = torch.class('nn.CrossEntropyCriterion', 'nn.Criterion')

function CrossEntropyCriterion:__init(weights, sizeAverage)
   parent.__init(self)
   self.lsm = nn.LogSoftMax()
   self.nll = nn.ClassNLLCriterion(weights, sizeAverage)
end

-- Input and target without dimensions of size 1; of a single element they stay vectors.
local function squeezed(self, input, target)
   check.floating(self, input, 'input')
   local x = input:squeeze()
   if type(x) == 'number' then
      x = input:view(1)
   end
   return x, torch.isTensor(target) and target:squeeze() or target
end

function CrossEntropyCriterion:updateOutput(input, target)
   local x, t = squeezed(self, input, target)
   self.lsm:updateOutput(x)
   self.nll:updateOutput(self.lsm.output, t)
   self.output = self.nll.output
   return self.output
end

function CrossEntropyCriterion:updateGradInput(input, target)
   local x, t = squeezed(self, input, target)
   self.nll:updateGradInput(self.lsm.output, t)
   self.lsm:updateGradInput(x, self.nll.gradInput)
   self.gradInput:view(self.lsm.gradInput, input:size())
   return self.gradInput
end
