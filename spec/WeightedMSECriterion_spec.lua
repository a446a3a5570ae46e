local checks = require 'spec.support.criterion_checks'

local weights = torch.Tensor { 0.5, 1, 2, 0.25, 3 }

local function reference(criterion, x, t)
   local i = 0
   return checks.elements(function(a, b)
      i = i + 1
      return (a - criterion.weight[(i - 1) % 5 + 1] * b) ^ 2
   end)(criterion, x, t)
end

checks.criterion('WeightedMSECriterion', {
   { 'one sample', function() return nn.WeightedMSECriterion(weights) end, reference = reference, data = function()
      return torch.randn(5), torch.randn(5)
   end },
   { 'a batch', function() return nn.WeightedMSECriterion(weights) end, reference = reference, data = function()
      return torch.randn(4, 5), torch.randn(4, 5)
   end },
})

describe('nn.WeightedMSECriterion', function()
   it('keeps a copy of the weights', function()
      assert.is_false(rawequal(weights, nn.WeightedMSECriterion(weights).weight))
   end)

   it('refuses targets that weights do not fit', function()
      checks.refuses('nn.WeightedMSECriterion: target of size 2x3, wanted 5 like the weights or a batch of such', function()
         nn.WeightedMSECriterion(weights):forward(torch.randn(2, 3), torch.randn(2, 3))
      end)
   end)
end)
