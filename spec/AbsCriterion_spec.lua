local checks = require 'spec.support.criterion_checks'

local absolute = checks.elements(function(x, t) return math.abs(x - t) end)

local function data()
   return torch.randn(4, 5), torch.randn(4, 5)
end

checks.criterion('AbsCriterion', {
   { 'averaged', function() return nn.AbsCriterion() end, data = data, reference = absolute },
   { 'summed', function() return nn.AbsCriterion(false) end, data = data, reference = absolute },
})

describe('nn.AbsCriterion', function()
   it('takes the side of larger inputs where input and target are equal', function()
      assert.same({ 0.5, -0.5 }, nn.AbsCriterion():backward(torch.Tensor { 1, 1 }, torch.Tensor { 1, 2 }):totable())
   end)
end)
