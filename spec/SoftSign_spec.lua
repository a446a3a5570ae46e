local checks = require 'spec.support.module_checks'

checks.module('SoftSign', {
   { 'a batch', function() return nn.SoftSign() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.SoftSign',
      reference = checks.pointwise(function(x) return x / (1 + math.abs(x)) end) },
   { 'many elements', function() return nn.SoftSign() end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return x / (1 + math.abs(x)) end) },
})
