local checks = require 'spec.support.module_checks'

checks.module('TanhShrink', {
   { 'a batch', function() return nn.TanhShrink() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.TanhShrink',
      reference = checks.pointwise(function(x) return x - math.tanh(x) end) },
   { 'many elements', function() return nn.TanhShrink() end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return x - math.tanh(x) end) },
})
