local checks = require 'spec.support.criterion_checks'

local function hinge(margin)
   return function(criterion, x, t)
      local labels = torch.isTensor(t) and t or x:clone():fill(t)
      return checks.elements(function(a, b) return b == 1 and a or math.max(0, margin - a) end)(criterion, x, labels)
   end
end

local function data()
   return torch.Tensor(4, 5):uniform(0, 2), torch.Tensor(4, 5):random(0, 1):mul(2):add(-1)
end

local function one(label)
   return function()
      return torch.Tensor { 0.5 }, label
   end
end

checks.criterion('HingeEmbeddingCriterion', {
   { 'of margin 1', function() return nn.HingeEmbeddingCriterion() end, data = data, reference = hinge(1) },
   { 'of another margin', function() return nn.HingeEmbeddingCriterion(0.3) end, data = data, reference = hinge(0.3) },
   { 'alike, by number', function() return nn.HingeEmbeddingCriterion() end, data = one(1), reference = hinge(1) },
   { 'not alike, by number', function() return nn.HingeEmbeddingCriterion() end, data = one(-1), reference = hinge(1) },
})

describe('nn.HingeEmbeddingCriterion', function()
   it('has no gradient beyond the margin', function()
      local criterion = nn.HingeEmbeddingCriterion(2)
      assert.same({ 0.25, 0, -0.25, 0.25 }, criterion:backward(torch.Tensor { 0.3, 2.1, 1.8, 0 }, torch.Tensor { 1, -1, -1, 1 }):totable())
   end)

   it('refuses labels that do not fit', function()
      checks.refuses('nn.HingeEmbeddingCriterion: target of size 3, wanted 2 labels', function()
         nn.HingeEmbeddingCriterion():forward(torch.randn(2), torch.ones(3))
      end)
      checks.refuses('target: a number or a tensor expected, got nil', function() nn.HingeEmbeddingCriterion():forward(torch.randn(2)) end)
   end)
end)
