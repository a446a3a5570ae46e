local checks = require 'spec.support.module_checks'

checks.module('Threshold', {
   { 'a value', function() return nn.Threshold(0.25, -0.5) end, input = { 4, 9 }, batch = true, prints = 'nn.Threshold' },
   { 'in place', function() return nn.Threshold(0.25, 0.125, true) end, input = { 4, 9 }, inplace = true, reference = checks.pointwise(function(x)
      return x > 0.25 and x or 0.125
   end) },
})

describe('nn.Threshold', function()
   it('has a threshold of 1e-6 and a value of 0 by default', function()
      assert.same({ 0, 2e-6 }, nn.Threshold():forward(torch.Tensor { 1e-6, 2e-6 }):totable())
   end)

   it('refuses a value above the threshold in place', function()
      checks.refuses('nn.Threshold: in-place processing requires value (1) not exceed threshold (0)', function() nn.Threshold(0, 1, true) end)
   end)
end)
