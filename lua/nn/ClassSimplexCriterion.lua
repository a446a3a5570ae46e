--- nn.ClassSimplexCriterion(nClasses): mean squared error to the class's corner of a regular simplex (http://arxiv.org/abs/1506.08230).
--
-- input: embeddings, nClasses or batch × nClasses; target: a class number, or a vector of them. The corners, rows of the field
-- `simplex`, have length 1 and equal distances; they span one dimension less than the embedding has.
local targets = require 'nn.targets'
local check = require 'nn.check'

local ClassSimplexCriterion, parent = torch.class('nn.ClassSimplexCriterion', 'nn.MSECriterion')

-- n corners in n dimensions, the last of them unused. The rows' products are -1/(n - 1), which decides them coordinate by coordinate.
local function corners(n)
   local simplex = torch.zeros(n, n)
   local product = -1 / (n - 1)
   for k = 1, n - 1 do
      local before = simplex[k]:dot(simplex[k])
      simplex[k][k] = math.sqrt(1 - before)
      for row = k + 1, n do
         simplex[row][k] = (product - simplex[row]:dot(simplex[k])) / simplex[k][k]
      end
   end
   return simplex
end

function ClassSimplexCriterion:__init(nClasses)
   parent.__init(self)
   if type(nClasses) ~= 'number' or nClasses <= 1 or nClasses % 1 ~= 0 then
      check.fail(self, 'Required positive integer argument nClasses > 1, got %s', tostring(nClasses))
   end
   self.nClasses = nClasses
   self.simplex = corners(nClasses)
   self._target = torch.Tensor(nClasses)
end

-- The corners of the target's classes, with the sizes of the input.
local function corners_of(self, input, target)
   check.floating(self, input, 'input')
   local rows, columns = targets.rows(self, input)
   if columns ~= self.nClasses then
      check.fail(self, 'input of size %s, wanted %d columns', check.size(input), self.nClasses)
   end
   local classes = targets.ofRows(self, '_class', target, rows)
   if classes:min() < 1 or classes:max() > self.nClasses then
      check.fail(self, 'targets from %d to %d, but there are %d classes', classes:min(), classes:max(), self.nClasses)
   end
   self._target:index(self.simplex, 1, classes)
   return self._target
end

function ClassSimplexCriterion:updateOutput(input, target)
   return parent.updateOutput(self, input, corners_of(self, input, target))
end

function ClassSimplexCriterion:updateGradInput(input, target)
   return parent.updateGradInput(self, input, corners_of(self, input, target))
end

--- Products of embeddings with the classes' corners: batch × nClasses, the highest being the class predicted.
function ClassSimplexCriterion:getPredictions(input)
   return torch.mm(input:dim() == 1 and input:view(1, -1) or input, self.simplex:t())
end

--- The class predicted for each row: a LongTensor.
function ClassSimplexCriterion:getTopPrediction(input)
   local _, best = self:getPredictions(input):max(2)
   return best:view(-1)
end
