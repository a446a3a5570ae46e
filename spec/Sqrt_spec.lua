local checks = require 'spec.support.module_checks'

checks.module('Sqrt', {
   { 'a batch', function() return nn.Sqrt() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Sqrt', low = 0.1,
      fill = function(x) x:uniform(0.1, 2) end,
      reference = checks.pointwise(math.sqrt) },
   { 'many elements', function() return nn.Sqrt() end, input = { 5003 }, large = true, low = 0.1, fill = function(x) x:uniform(0.1, 2) end,
      reference = checks.pointwise(math.sqrt) },
})

describe('nn.Sqrt', function()
   it('has a gradient of 0 where the output is 0', function()
      local sqrt = nn.Sqrt(1e-3)
      assert.same({ 0, 2 }, sqrt:forward(torch.Tensor { 0, 4 }):totable())
      assert.same({ 0, 0.25 }, sqrt:backward(torch.Tensor { 0, 4 }, torch.ones(2)):totable())
   end)
end)
