local checks = require 'spec.support.criterion_checks'

local function data()
   return torch.randn(4, 5), torch.randn(4, 5)
end

checks.criterion('ModuleCriterion', {
   { 'with both modules', function() return nn.ModuleCriterion(nn.MSECriterion(), nn.Tanh(), nn.Sigmoid()) end, data = data,
      reference = checks.elements(function(x, t) return (math.tanh(x) - 1 / (1 + math.exp(-t))) ^ 2 / 20 end) },
   { 'with an input module', function() return nn.ModuleCriterion(nn.AbsCriterion(), nn.Tanh()) end, data = data,
      reference = checks.elements(function(x, t) return math.abs(math.tanh(x) - t) / 20 end) },
   { 'with none', function() return nn.ModuleCriterion(nn.MSECriterion()) end, data = data,
      reference = checks.elements(function(x, t) return (x - t) ^ 2 / 20 end) },
})

describe('nn.ModuleCriterion', function()
   it('warns that the parameters of its input module are not updated', function()
      local print, lines = _G.print, {}
      _G.print = function(line) table.insert(lines, line) end
      nn.ModuleCriterion(nn.MSECriterion(), nn.Linear(2, 2))
      nn.ModuleCriterion(nn.MSECriterion(), nn.Tanh())
      _G.print = print
      assert.same({ 'Warning: nn.ModuleCriterion doesn\'t support parameter updates' }, lines)
   end)

   it('leaves the target module its type when told so', function()
      local criterion = nn.ModuleCriterion(nn.MSECriterion(), nil, nn.Sequential():add(nn.Tanh()), false)
      criterion:forward(data())
      criterion:float()
      assert.equal('torch.DoubleTensor', criterion.targetModule:type())
      assert.equal('torch.FloatTensor', criterion.criterion.gradInput:type())
      assert.equal('torch.FloatTensor', nn.ModuleCriterion(nn.MSECriterion(), nil, nn.Tanh()):float().targetModule:type())
   end)
end)
