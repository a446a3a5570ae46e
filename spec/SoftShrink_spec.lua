local checks = require 'spec.support.module_checks'

checks.module('SoftShrink', {
   { 'a batch', function() return nn.SoftShrink(0.3) end, input = { 3, 5, 7 }, batch = true, prints = 'nn.SoftShrink',
      reference = checks.pointwise(function(x) return x > 0.3 and x - 0.3 or x < -0.3 and x + 0.3 or 0 end) },
   { 'many elements', function() return nn.SoftShrink(0.3) end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return x > 0.3 and x - 0.3 or x < -0.3 and x + 0.3 or 0 end) },
})
