local checks = require 'spec.support.module_checks'
local slices = require 'spec.support.softmax'

local reference = slices.reference(function(x, sum)
   return x - math.log(sum)
end)

checks.module('SpatialLogSoftMax', {
   { 'images', function() return nn.SpatialLogSoftMax() end, input = { 2, 5, 3, 4 }, batch = true, prints = 'nn.SpatialLogSoftMax',
      reference = reference },
   { 'an image', function() return nn.SpatialLogSoftMax() end, input = { 5, 3, 4 }, reference = reference },
})
