local checks = require 'spec.support.criterion_checks'

local function reference(criterion, pair, labels)
   local loss, n = 0, pair[1]:nElement()
   local x1, x2 = pair[1]:view(n), pair[2]:view(n)
   for i = 1, n do
      local label = torch.isTensor(labels) and labels:view(n)[i] or labels
      loss = loss + math.max(0, -label * (x1[i] - x2[i]) + criterion.margin)
   end
   return criterion.sizeAverage and loss / n or loss
end

local function batch()
   return { torch.randn(8), torch.randn(8) }, torch.Tensor(8):random(0, 1):mul(2):add(-1)
end

local function one()
   return { torch.randn(1), torch.randn(1) }, -1
end

checks.criterion('MarginRankingCriterion', {
   { 'a batch', function() return nn.MarginRankingCriterion() end, data = batch, reference = reference },
   { 'another margin', function() return nn.MarginRankingCriterion(0.2) end, data = batch, reference = reference },
   { 'one pair', function() return nn.MarginRankingCriterion() end, data = one, reference = reference },
})

describe('nn.MarginRankingCriterion', function()
   it('has a gradient on the margin itself', function()
      local gradient = nn.MarginRankingCriterion(0):backward({ torch.ones(1), torch.ones(1) }, 1)
      assert.same({ -1, 1 }, { gradient[1][1], gradient[2][1] })
   end)
end)
