--- nn.CosineEmbeddingCriterion([margin=0]): for pairs { x, y } of vectors that are alike, target 1, or not, target -1.
--
-- x, y: vectors, or batch × columns; target: a number, or one for each row. With cos that of the angle between two rows, Σ of 1 - cos for
-- a target of 1 and max(0, cos - margin) for one of -1, divided by the number of rows unless the field sizeAverage is false.
-- 1e-12 is added to the squares of lengths.
local rows = require 'nn.rows'
local targets = require 'nn.targets'

local CosineEmbeddingCriterion, parent = torch.class('nn.CosineEmbeddingCriterion', 'nn.Criterion')

function CosineEmbeddingCriterion:__init(margin)
   parent.__init(self)
   self.margin = margin or 0
   self.gradInput = { torch.Tensor(), torch.Tensor() }
   self.sizeAverage = true
end

-- Kernels of the input's type, geometry, the pair, and a label for each row.
local function prepare(self, input, target)
   local T, x, y = targets.pair(self, input)
   local count, columns = targets.rows(self, x)
   return T.kernels, rows.geometry(self, count, columns, self.margin), x, y, targets.labels(self, target, T, count)
end

function CosineEmbeddingCriterion:updateOutput(input, target)
   local kernels, geometry, x, y, labels = prepare(self, input, target)
   self.output = kernels.CosineEmbeddingCriterion_updateOutput(geometry, x:data(), y:data(), labels:data())
   return self.output
end

function CosineEmbeddingCriterion:updateGradInput(input, target)
   local kernels, geometry, x, y, labels = prepare(self, input, target)
   local gx, gy = targets.pairGradient(self, x)
   kernels.CosineEmbeddingCriterion_updateGradInput(geometry, gx:data(), gy:data(), x:data(), y:data(), labels:data())
   return self.gradInput
end
