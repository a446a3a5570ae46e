local checks = require 'spec.support.module_checks'

checks.module('SoftPlus', {
   { 'a batch', function() return nn.SoftPlus(2) end, input = { 3, 5, 7 }, batch = true, prints = 'nn.SoftPlus',
      reference = checks.pointwise(function(x) return math.log(1 + math.exp(2 * x)) / 2 end) },
   { 'many elements', function() return nn.SoftPlus(2) end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return math.log(1 + math.exp(2 * x)) / 2 end) },
})

describe('nn.SoftPlus', function()
   it('is the identity where the exponential is large', function()
      local module, x = nn.SoftPlus(0.5), torch.Tensor { 41, 1e4, -1e4 }
      assert.same({ 41, 1e4, 0 }, module:forward(x):totable())
      assert.same({ 3, 3, 0 }, module:backward(x, torch.Tensor { 3, 3, 3 }):totable())
   end)
end)
