local checks = require 'spec.support.module_checks'

checks.module('Square', {
   { 'a batch', function() return nn.Square() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Square',
      reference = checks.pointwise(function(x) return x * x end) },
   { 'many elements', function() return nn.Square() end, input = { 5003 }, large = true,
      reference = checks.pointwise(function(x) return x * x end) },
})
