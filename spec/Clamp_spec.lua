local checks = require 'spec.support.module_checks'

checks.module('Clamp', {
   { 'a batch', function() return nn.Clamp(-0.4, 0.5) end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Clamp',
      reference = checks.pointwise(function(x) return math.max(-0.4, math.min(0.5, x)) end) },
   { 'many elements', function() return nn.Clamp(-0.4, 0.5) end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return math.max(-0.4, math.min(0.5, x)) end) },
})
