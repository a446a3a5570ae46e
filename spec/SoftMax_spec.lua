local checks = require 'spec.support.module_checks'
local slices = require 'spec.support.softmax'

local reference = slices.reference(function(x, sum)
   return math.exp(x) / sum
end)

checks.module('SoftMax', {
   { '1D', function() return nn.SoftMax() end, input = { 9 }, prints = 'nn.SoftMax', reference = reference },
   { '2D', function() return nn.SoftMax() end, input = { 3, 9 }, batch = true, reference = reference },
   { '3D', function() return nn.SoftMax() end, input = { 4, 3, 2 }, reference = reference },
   { '4D', function() return nn.SoftMax() end, input = { 2, 4, 3, 2 }, batch = true, reference = reference },
})
