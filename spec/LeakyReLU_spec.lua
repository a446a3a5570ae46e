local checks = require 'spec.support.module_checks'

checks.module('LeakyReLU', {
   { 'a batch', function() return nn.LeakyReLU(0.2) end, input = { 3, 5, 7 }, batch = true, prints = 'nn.LeakyReLU(0.2)',
      reference = checks.pointwise(function(x) return x > 0 and x or 0.2 * x end) },
   { 'many elements', function() return nn.LeakyReLU(0.2) end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return x > 0 and x or 0.2 * x end) },
   { 'in place', function() return nn.LeakyReLU(0.2, true) end, input = { 4, 9 }, inplace = true,
      reference = checks.pointwise(function(x) return x > 0 and x or 0.2 * x end) },
})

describe('nn.LeakyReLU', function()
   it('has a slope of 0.01 by default, and takes the flag alone', function()
      local module, x = nn.LeakyReLU(true), torch.Tensor { -1, 2 }
      assert.same({ -0.01, 2 }, module:forward(x):totable())
      assert.same({ -0.01, 2 }, x:totable())
   end)

   it('is not done in place with a negative slope', function()
      local x = torch.Tensor { -1, 2 }
      assert.same({ 0.5, 2 }, nn.LeakyReLU(-0.5, true):forward(x):totable())
      assert.same({ -1, 2 }, x:totable())
   end)
end)
