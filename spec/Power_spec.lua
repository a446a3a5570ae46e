local checks = require 'spec.support.module_checks'

checks.module('Power', {
   { 'a batch', function() return nn.Power(1.7) end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Power', low = 0.1,
      fill = function(x) x:uniform(0.1, 2) end,
      reference = checks.pointwise(function(x) return x ^ 1.7 end) },
   { 'many elements', function() return nn.Power(1.7) end, input = { 5003 }, large = true, low = 0.1,
      fill = function(x) x:uniform(0.1, 2) end,
      reference = checks.pointwise(function(x) return x ^ 1.7 end) },
   { 'a square', function() return nn.Power(2) end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Power',
      reference = checks.pointwise(function(x) return x * x end) },
})

describe('nn.Power', function()
   it('asks for an exponent', function()
      assert.has_error(function() nn.Power() end, 'nn.Power(p): a number expected')
   end)
end)
