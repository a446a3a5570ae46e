local checks = require 'spec.support.criterion_checks'

local function data()
   return torch.randn(4, 5), torch.Tensor(4, 5):random(0, 1):mul(2):add(-1)
end

checks.criterion('SoftMarginCriterion', {
   { 'a batch', function() return nn.SoftMarginCriterion() end, data = data,
      reference = checks.elements(function(x, t) return math.log(1 + math.exp(-t * x)) end) },
})

describe('nn.SoftMarginCriterion', function()
   it('stands large numbers', function()
      local x, t = torch.Tensor { 1e4, -1e4 }, torch.Tensor { 1, 1 }
      assert.equal(5000, nn.SoftMarginCriterion():forward(x, t))
      assert.same({ 0, -0.5 }, nn.SoftMarginCriterion():backward(x, t):totable())
   end)
end)
