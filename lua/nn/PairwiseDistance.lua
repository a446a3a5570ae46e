--- nn.PairwiseDistance([p=2]): the distance ‖a - b‖ of norm p of each row of a pair {a, b} of n × width matrices, or of two vectors.
--
-- output: n (1) numbers. The gradient divides by (y + 1e-6)^(p-1), so that it is finite where a = b. With p = 1, where entries of a and b are
-- equal, it takes the sign -1 or 1 at random.
local rowpairs = require 'nn.rowpairs'

local PairwiseDistance, parent = torch.class('nn.PairwiseDistance', 'nn.Module')

function PairwiseDistance:__init(p)
   parent.__init(self)
   self.gradInput = { torch.Tensor(), torch.Tensor() }
   self.norm = p or 2
end

function PairwiseDistance:updateOutput(input)
   return rowpairs.updateOutput(self, input, 'PairwiseDistance_updateOutput', self.norm)
end

-- Where entries are equal, gradients of 1 or -1 times the row's.
local function draw_signs(input, gradOutput, gradInput)
   local mask = torch.eq(input[1], input[2])
   local ties = mask:sum()
   if ties > 0 then
      local g = gradOutput:contiguous():view(-1, 1)
      local values = input[1]:dim() == 2 and g:expandAs(input[1]) or g:view(1):expandAs(input[1])
      local signs = values:maskedSelect(mask):cmul(gradOutput.new(ties):bernoulli():mul(2):add(-1))
      gradInput[1]:maskedCopy(mask, signs)
      gradInput[2]:maskedCopy(mask, signs:mul(-1))
   end
end

function PairwiseDistance:updateGradInput(input, gradOutput)
   local gradInput = rowpairs.updateGradInput(self, input, gradOutput, 'PairwiseDistance_updateGradInput', self.norm)
   if gradInput and self.norm == 1 then
      draw_signs(input, gradOutput, gradInput)
   end
   return gradInput
end

PairwiseDistance.clearState = rowpairs.clearState
