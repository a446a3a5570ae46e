local checks = require 'spec.support.criterion_checks'

local function reference(criterion, pair, labels)
   local x, y = pair[1], pair[2]
   if x:dim() == 1 then
      x, y = x:view(1, -1), y:view(1, -1)
   end
   local loss = 0
   for row = 1, x:size(1) do
      local cos = x[row]:dot(y[row]) / math.sqrt((x[row]:dot(x[row]) + 1e-12) * (y[row]:dot(y[row]) + 1e-12))
      local label = torch.isTensor(labels) and labels[row] or labels
      loss = loss + (label == 1 and 1 - cos or math.max(0, cos - criterion.margin))
   end
   return criterion.sizeAverage and loss / x:size(1) or loss
end

local function batch()
   return { torch.randn(6, 5), torch.randn(6, 5) }, torch.Tensor { 1, -1, -1, 1, -1, -1 }
end

local function summed()
   local criterion = nn.CosineEmbeddingCriterion(0.1)
   criterion.sizeAverage = false
   return criterion
end

checks.criterion('CosineEmbeddingCriterion', {
   { 'a batch', function() return nn.CosineEmbeddingCriterion() end, data = batch, reference = reference },
   { 'summed, with a margin', summed, data = batch, reference = reference },
   { 'one pair', function() return nn.CosineEmbeddingCriterion(-0.5) end, reference = reference, data = function()
      return { torch.randn(7), torch.randn(7) }, -1
   end },
   { 'one pair that is alike', function() return nn.CosineEmbeddingCriterion() end, reference = reference, data = function()
      return { torch.randn(1, 7), torch.randn(1, 7) }, 1
   end },
})

describe('nn.CosineEmbeddingCriterion', function()
   it('stands zero vectors', function()
      local criterion, pair = nn.CosineEmbeddingCriterion(), { torch.zeros(2, 3), torch.randn(2, 3) }
      assert.equal(1, criterion:forward(pair, 1))
      assert.is_true(criterion:backward(pair, 1)[1]:sum() ~= 0)
   end)

   it('refuses what does not fit', function()
      checks.refuses('nn.CosineEmbeddingCriterion: target of size 3, wanted 2 labels', function()
         nn.CosineEmbeddingCriterion():forward({ torch.randn(2, 3), torch.randn(2, 3) }, torch.ones(3))
      end)
      checks.refuses('input tensor should be 1D or 2D, got size 1x2x3', function()
         nn.CosineEmbeddingCriterion():forward({ torch.randn(1, 2, 3), torch.randn(1, 2, 3) }, 1)
      end)
   end)
end)
