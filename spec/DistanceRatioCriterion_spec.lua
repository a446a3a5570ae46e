local checks = require 'spec.support.criterion_checks'

local function reference(criterion, pair)
   local loss = checks.elements(function(x, y) return -math.log(math.exp(-x) / (math.exp(-x) + math.exp(-y))) end)
   return loss(criterion, pair[1], pair[2])
end

local function data()
   return { torch.rand(8, 1), torch.rand(8, 1) }
end

checks.criterion('DistanceRatioCriterion', {
   { 'averaged', function() return nn.DistanceRatioCriterion() end, data = data, reference = reference },
   { 'summed', function() return nn.DistanceRatioCriterion(false) end, data = data, reference = reference },
})

describe('nn.DistanceRatioCriterion', function()
   it('stands large distances', function()
      assert.equal(1000, nn.DistanceRatioCriterion():forward { torch.Tensor { 3000 }, torch.Tensor { 2000 } })
   end)
end)
