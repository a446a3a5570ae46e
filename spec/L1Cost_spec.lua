local checks = require 'spec.support.criterion_checks'

checks.criterion('L1Cost', {
   { 'a batch', function() return nn.L1Cost() end, data = function() return torch.randn(4, 5) end, reference = function(_, x)
      return checks.elements(math.abs)({}, x, x)
   end },
})

describe('nn.L1Cost', function()
   it('has no gradient at 0', function()
      assert.same({ 1, 0, -1 }, nn.L1Cost():backward(torch.Tensor { 3, 0, -2 }):totable())
   end)
end)
