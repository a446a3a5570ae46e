local checks = require 'spec.support.module_checks'
local slices = require 'spec.support.softmax'

local reference = slices.reference(function(x, sum)
   return math.exp(x) / sum
end)

local function of_negative(module, x)
   return reference(module, -x)
end

checks.module('SoftMin', {
   { '1D', function() return nn.SoftMin() end, input = { 9 }, prints = 'nn.SoftMin', reference = of_negative },
   { '4D', function() return nn.SoftMin() end, input = { 2, 4, 3, 2 }, batch = true, reference = of_negative },
})
