local checks = require 'spec.support.module_checks'

checks.module('ELU', {
   { 'a batch', function() return nn.ELU(0.7) end, input = { 3, 5, 7 }, batch = true, prints = 'nn.ELU (alpha:0.700000)',
      reference = checks.pointwise(function(x) return x > 0 and x or 0.7 * (math.exp(x) - 1) end) },
   { 'many elements', function() return nn.ELU(0.7) end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return x > 0 and x or 0.7 * (math.exp(x) - 1) end) },
   { 'in place', function() return nn.ELU(0.7, true) end, input = { 4, 9 }, inplace = true,
      reference = checks.pointwise(function(x) return x > 0 and x or 0.7 * (math.exp(x) - 1) end) },
})
