local checks = require 'spec.support.module_checks'

local function times_weight(module, x)
   return x:double() * module.weight[1]
end

checks.module('Mul', {
   { 'a matrix', function() return nn.Mul() end, input = { 3, 5 }, reference = times_weight, batch = true, prints = 'nn.Mul' },
   { 'a vector', function() return nn.Mul() end, input = { 7 }, reference = times_weight },
})
