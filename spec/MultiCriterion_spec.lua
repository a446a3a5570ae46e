local checks = require 'spec.support.criterion_checks'

local function make()
   return nn.MultiCriterion():add(nn.MSECriterion(), 0.5):add(nn.AbsCriterion()):add(nn.SmoothL1Criterion(), 2)
end

checks.criterion('MultiCriterion', {
   { 'of three', make, data = function() return torch.randn(4, 5), torch.randn(4, 5) end, reference = function(_, x, t)
      return 0.5 * nn.MSECriterion():forward(x, t) + nn.AbsCriterion():forward(x, t) + 2 * nn.SmoothL1Criterion():forward(x, t)
   end },
   { 'over tables', function()
      local one = nn.ParallelCriterion():add(nn.MSECriterion(), 3):add(nn.AbsCriterion())
      return nn.MultiCriterion():add(one):add(one:clone(), 0.5)
   end, data = function()
      return { torch.randn(4), torch.randn(2, 3) }, { torch.randn(4), torch.randn(2, 3) }
   end, reference = function(_, x, t)
      return 1.5 * (3 * nn.MSECriterion():forward(x[1], t[1]) + nn.AbsCriterion():forward(x[2], t[2]))
   end },
})

describe('nn.MultiCriterion', function()
   it('keeps its weights in a DoubleStorage whatever its type', function()
      local criterion = make():float()
      assert.equal('torch.DoubleStorage', torch.type(criterion.weights))
      assert.same({ 0.5, 1, 2 }, criterion.weights:totable())
      assert.equal(3, #criterion.criterions)
      checks.refuses('nn.MultiCriterion: no criterion provided', function() criterion:add() end)
   end)
end)
