local checks = require 'spec.support.criterion_checks'

local function make()
   return nn.ParallelCriterion():add(nn.MSECriterion(), 0.5):add(nn.ClassNLLCriterion())
end

checks.criterion('ParallelCriterion', {
   { 'of two', make, data = function()
      return { torch.randn(4, 5), torch.randn(3, 2) }, { torch.randn(4, 5), torch.LongTensor { 1, 2, 2 } }
   end, reference = function(_, x, t)
      return 0.5 * nn.MSECriterion():forward(x[1], t[1]) + nn.ClassNLLCriterion():forward(x[2], t[2])
   end },
   { 'one target for all', function() return nn.ParallelCriterion(true):add(nn.MSECriterion()):add(nn.AbsCriterion(), 2) end, data = function()
      return { torch.randn(4, 5), torch.randn(4, 5) }, torch.randn(4, 5)
   end, reference = function(_, x, t)
      return nn.MSECriterion():forward(x[1], t) + 2 * nn.AbsCriterion():forward(x[2], t)
   end },
   { 'nested', function()
      return nn.ParallelCriterion():add(nn.ParallelCriterion():add(nn.MSECriterion()):add(nn.AbsCriterion()), 2):add(nn.MSECriterion())
   end, data = function()
      return { { torch.randn(2), torch.randn(3) }, torch.randn(4) }, { { torch.randn(2), torch.randn(3) }, torch.randn(4) }
   end, reference = function(_, x, t)
      return 2 * (nn.MSECriterion():forward(x[1][1], t[1][1]) + nn.AbsCriterion():forward(x[1][2], t[1][2])) + nn.MSECriterion():forward(x[2], t[2])
   end },
})

describe('nn.ParallelCriterion', function()
   it('refuses to add nothing', function()
      checks.refuses('nn.ParallelCriterion: no criterion provided', function() make():add() end)
   end)
end)
