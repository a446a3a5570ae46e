local checks = require 'spec.support.criterion_checks'

local function reference(criterion, x, t)
   if x:dim() == 1 then
      x, t = x:view(1, -1), { t }
   end
   local loss = 0
   for row = 1, x:size(1) do
      loss = loss + x[row]:dist(criterion.simplex[t[row]]:double()) ^ 2
   end
   return loss / x:nElement()
end

checks.criterion('ClassSimplexCriterion', {
   { 'a batch', function() return nn.ClassSimplexCriterion(5) end, reference = reference, data = function()
      return torch.randn(4, 5), torch.LongTensor { 1, 5, 3, 3 }
   end },
   { 'one sample', function() return nn.ClassSimplexCriterion(5) end, reference = reference, data = function() return torch.randn(5), 2 end },
})

describe('nn.ClassSimplexCriterion', function()
   it('has corners of length 1 and equal distances, in one dimension less than there are classes', function()
      for n = 2, 7 do
         local simplex = nn.ClassSimplexCriterion(n).simplex
         local products = torch.eye(n):mul(1 + 1 / (n - 1)):add(-1 / (n - 1))
         checks.close(products, simplex * simplex:t(), 1e-14, 'products')
         assert.equal(0, simplex:select(2, n):norm())
      end
   end)

   it('predicts the class of a corner', function()
      local criterion = nn.ClassSimplexCriterion(5)
      assert.same({ 1, 2, 3, 4, 5 }, criterion:getTopPrediction(criterion.simplex):totable())
      assert.same({ 3 }, criterion:getTopPrediction(criterion.simplex[3]):totable())
      assert.same({ 1, 5 }, criterion:getPredictions(torch.randn(5)):size():totable())
   end)

   it('refuses what does not fit', function()
      checks.refuses('Required positive integer argument nClasses > 1, got 1', function() nn.ClassSimplexCriterion(1) end)
      checks.refuses('input of size 2x3, wanted 5 columns', function() nn.ClassSimplexCriterion(5):forward(torch.randn(2, 3), torch.ones(2)) end)
      checks.refuses('targets from 1 to 6, but there are 5 classes', function()
         nn.ClassSimplexCriterion(5):forward(torch.randn(2, 5), torch.LongTensor { 1, 6 })
      end)
   end)
end)
