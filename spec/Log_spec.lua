local checks = require 'spec.support.module_checks'

checks.module('Log', {
   { 'a batch', function() return nn.Log() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Log', low = 0.1,
      fill = function(x) x:uniform(0.1, 2) end,
      reference = checks.pointwise(math.log) },
   { 'many elements', function() return nn.Log() end, input = { 5003 }, large = true, low = 0.1, fill = function(x) x:uniform(0.1, 2) end,
      reference = checks.pointwise(math.log) },
})
