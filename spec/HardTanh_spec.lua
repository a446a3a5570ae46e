local checks = require 'spec.support.module_checks'

checks.module('HardTanh', {
   { 'a batch', function() return nn.HardTanh(-0.4, 0.5) end, input = { 3, 5, 7 }, batch = true, prints = 'nn.HardTanh',
      reference = checks.pointwise(function(x) return math.max(-0.4, math.min(0.5, x)) end) },
   { 'many elements', function() return nn.HardTanh(-0.4, 0.5) end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return math.max(-0.4, math.min(0.5, x)) end) },
   { 'in place', function() return nn.HardTanh(-0.4, 0.5, true) end, input = { 4, 9 }, inplace = true,
      reference = checks.pointwise(function(x) return math.max(-0.4, math.min(0.5, x)) end) },
})

describe('nn.HardTanh', function()
   it('bounds at -1 and 1 by default, and passes no gradient there', function()
      local module, x = nn.HardTanh(), torch.Tensor { -2, -1, 0, 1, 2 }
      assert.same({ -1, -1, 0, 1, 1 }, module:forward(x):totable())
      assert.same({ 0, 0, 1, 0, 0 }, module:backward(x, torch.ones(5)):totable())
   end)

   it('goes back in place without having gone forward', function()
      assert.same({ 0, 3 }, nn.HardTanh(1, math.huge, true):backward(torch.Tensor { 1, 2 }, torch.Tensor { 3, 3 }):totable())
   end)

   it('keeps NaN', function()
      local y = nn.HardTanh():forward(torch.Tensor { 0 / 0 })
      assert.is_true(y[1] ~= y[1])
   end)

   it('refuses bounds that hold nothing', function()
      checks.refuses('max_value must be larger than min_value, got 1 and 1', function() nn.HardTanh(1, 1) end)
      checks.refuses('in-place flag must be boolean', function() nn.HardTanh(-1, 1, 3) end)
   end)
end)
