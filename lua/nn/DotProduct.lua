--- nn.DotProduct(): the dot product of each row of a pair {a, b} of n × width matrices, or of two vectors. output: n (1) numbers.
local rowpairs = require 'nn.rowpairs'

local DotProduct, parent = torch.class('nn.DotProduct', 'nn.Module')

function DotProduct:__init()
   parent.__init(self)
   self.gradInput = { torch.Tensor(), torch.Tensor() }
end

function DotProduct:updateOutput(input)
   return rowpairs.updateOutput(self, input, 'DotProduct_updateOutput')
end

function DotProduct:updateGradInput(input, gradOutput)
   return rowpairs.updateGradInput(self, input, gradOutput, 'DotProduct_updateGradInput')
end

DotProduct.clearState = rowpairs.clearState
