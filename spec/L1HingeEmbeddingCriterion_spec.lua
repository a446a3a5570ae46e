local checks = require 'spec.support.criterion_checks'

local function hinge(margin)
   return function(_, pair, label)
      local distance = 0
      pair[1]:clone():map(pair[2], function(x, y) distance = distance + math.abs(x - y) end)
      return label == 1 and distance or math.max(0, margin - distance)
   end
end

local function data(label)
   return function()
      return { torch.randn(3, 2), torch.randn(3, 2) }, label
   end
end

checks.criterion('L1HingeEmbeddingCriterion', {
   { 'alike', function() return nn.L1HingeEmbeddingCriterion() end, data = data(1), reference = hinge(1) },
   { 'not alike, within the margin', function() return nn.L1HingeEmbeddingCriterion(100) end, data = data(-1), reference = hinge(100) },
   { 'not alike, beyond the margin', function() return nn.L1HingeEmbeddingCriterion(0.1) end, data = data(-1), reference = hinge(0.1) },
})

describe('nn.L1HingeEmbeddingCriterion', function()
   it('moves equal elements somewhere, the two opposite ways', function()
      local x = torch.randn(50)
      local gradient = nn.L1HingeEmbeddingCriterion():backward({ x, x:clone() }, -1)
      assert.equal(50, gradient[1]:clone():abs():sum())
      assert.is_true(math.abs(gradient[1]:sum()) < 50)
      checks.close(-gradient[1], gradient[2], 0, 'the other one')
   end)

   it('takes its label as a tensor of one element, and refuses others', function()
      local criterion, pair = nn.L1HingeEmbeddingCriterion(), { torch.Tensor { 1, 2 }, torch.Tensor { 1, 2.5 } }
      assert.equal(0.5, criterion:forward(pair, torch.Tensor { -1 }))
      checks.refuses('nn.L1HingeEmbeddingCriterion: target: 1 or -1 expected, got nil', function() criterion:forward(pair) end)
      checks.refuses('input: a table of two tensors expected, got one of 1', function() criterion:forward({ pair[1] }, 1) end)
      checks.refuses('input[2] of size 3, wanted 2 like the input[1]', function() criterion:forward({ pair[1], torch.randn(3) }, 1) end)
   end)
end)
