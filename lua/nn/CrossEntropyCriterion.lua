--- nn.CrossEntropyCriterion([weights] [, sizeAverage]): LogSoftMax and ClassNLLCriterion in one.
-- Dimensions of size 1 are squeezed out of input and target first; gradInput has the input's own sizes.
local CrossEntropyCriterion, parent = torch.class('nn.CrossEntropyCriterion', 'nn.Criterion')

function CrossEntropyCriterion:__init(weights, sizeAverage)
   parent.__init(self)
   self.lsm = nn.LogSoftMax()
   self.nll = nn.ClassNLLCriterion(weights, sizeAverage)
end

local function squeezed(x)
   return type(x) == 'number' and x or x:squeeze()
end

function CrossEntropyCriterion:updateOutput(input, target)
   self.lsm:updateOutput(input:squeeze())
   self.nll:updateOutput(self.lsm.output, squeezed(target))
   self.output = self.nll.output
   return self.output
end

function CrossEntropyCriterion:updateGradInput(input, target)
   self.nll:updateGradInput(self.lsm.output, squeezed(target))
   self.lsm:updateGradInput(input:squeeze(), self.nll.gradInput)
   self.gradInput:view(self.lsm.gradInput, input:size())
   return self.gradInput
end
