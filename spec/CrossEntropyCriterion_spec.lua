local checks = require 'spec.support.criterion_checks'

local function naive(_, x, t)
   if type(t) == 'number' then
      x, t = x:view(1, x:nElement()), torch.Tensor { t }
   end
   local loss = 0
   for row = 1, x:size(1) do
      local sum = 0
      for class = 1, x:size(2) do
         sum = sum + math.exp(x[row][class])
      end
      loss = loss + math.log(sum) - x[row][t[row]]
   end
   return loss / x:size(1)
end

checks.criterion('CrossEntropyCriterion', {
   { 'a batch', function() return nn.CrossEntropyCriterion() end, reference = naive, data = function()
      return torch.randn(4, 5), torch.LongTensor { 1, 5, 3, 3 }
   end },
   { 'one sample', function() return nn.CrossEntropyCriterion() end, reference = naive, data = function() return torch.randn(5), 2 end },
})

describe('nn.CrossEntropyCriterion', function()
   it('squeezes its input and target, and gives the gradient the size of the input', function()
      local criterion, x = nn.CrossEntropyCriterion(), torch.randn(3, 4, 1, 1)
      local target = torch.LongTensor { { 1 }, { 2 }, { 4 } }
      local loss = criterion:forward(x, target)
      assert.equal(nn.CrossEntropyCriterion():forward(x:view(3, 4), target:view(3)), loss)
      assert.same({ 3, 4, 1, 1 }, criterion:backward(x, target):size():totable())
   end)

   it('passes weights on', function()
      assert.same({ 1, 2 }, nn.CrossEntropyCriterion(torch.Tensor { 1, 2 }, false).nll.weights:totable())
   end)
end)
