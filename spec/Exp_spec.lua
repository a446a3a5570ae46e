local checks = require 'spec.support.module_checks'

checks.module('Exp', {
   { 'a batch', function() return nn.Exp() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Exp', reference = checks.pointwise(math.exp) },
   { 'many elements', function() return nn.Exp() end, input = { 5003 }, large = true, reference = checks.pointwise(math.exp) },
})
