local checks = require 'spec.support.module_checks'

local sigmoid = checks.pointwise(function(x)
   return 1 / (1 + math.exp(-x))
end)

checks.module('Sigmoid', {
   { 'a batch', function() return nn.Sigmoid() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Sigmoid', reference = sigmoid },
   { 'many elements', function() return nn.Sigmoid() end, input = { 5003 }, reference = sigmoid, large = true },
})
