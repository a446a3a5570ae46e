--- nn.CosineDistance(): the cosine of each row of a pair {a, b} of n × width matrices, or of two vectors. output: n (1) numbers.
--
-- y = a·b / √((a·a + 1e-12) (b·b + 1e-12))
local rowpairs = require 'nn.rowpairs'

local CosineDistance, parent = torch.class('nn.CosineDistance', 'nn.Module')

function CosineDistance:__init()
   parent.__init(self)
   self.gradInput = { torch.Tensor(), torch.Tensor() }
end

function CosineDistance:updateOutput(input)
   return rowpairs.updateOutput(self, input, 'CosineDistance_updateOutput')
end

function CosineDistance:updateGradInput(input, gradOutput)
   return rowpairs.updateGradInput(self, input, gradOutput, 'CosineDistance_updateGradInput')
end

CosineDistance.clearState = rowpairs.clearState
