local checks = require 'spec.support.module_checks'

checks.module('HardShrink', {
   { 'a batch', function() return nn.HardShrink(0.3) end, input = { 3, 5, 7 }, batch = true, prints = 'nn.HardShrink',
      reference = checks.pointwise(function(x) return math.abs(x) > 0.3 and x or 0 end) },
   { 'many elements', function() return nn.HardShrink(0.3) end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return math.abs(x) > 0.3 and x or 0 end) },
})
