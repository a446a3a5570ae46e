local checks = require 'spec.support.module_checks'

checks.module('ReLU6', {
   { 'a batch', function() return nn.ReLU6() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.ReLU6', low = -8, high = 8,
      fill = function(x) x:uniform(-8, 8) end,
      reference = checks.pointwise(function(x) return math.max(0, math.min(6, x)) end) },
   { 'in place', function() return nn.ReLU6(true) end, input = { 4, 9 }, inplace = true, fill = function(x) x:uniform(-8, 8) end,
      reference = checks.pointwise(function(x) return math.max(0, math.min(6, x)) end) },
})

describe('nn.ReLU6', function()
   it('takes a boolean', function()
      checks.refuses('in-place flag must be boolean', function() nn.ReLU6(6) end)
   end)
end)
