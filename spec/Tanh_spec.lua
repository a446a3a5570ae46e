local checks = require 'spec.support.module_checks'

checks.module('Tanh', {
   { 'a batch', function() return nn.Tanh() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Tanh', reference = checks.pointwise(math.tanh) },
   { 'many elements', function() return nn.Tanh() end, input = { 5003 }, reference = checks.pointwise(math.tanh), large = true },
})
