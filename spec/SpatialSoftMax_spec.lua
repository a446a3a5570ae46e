local checks = require 'spec.support.module_checks'
local slices = require 'spec.support.softmax'

local reference = slices.reference(function(x, sum)
   return math.exp(x) / sum
end)

checks.module('SpatialSoftMax', {
   { 'images', function() return nn.SpatialSoftMax() end, input = { 2, 5, 3, 4 }, batch = true, prints = 'nn.SpatialSoftMax',
      reference = reference },
   { 'an image', function() return nn.SpatialSoftMax() end, input = { 5, 3, 4 }, reference = reference },
})
