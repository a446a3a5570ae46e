local checks = require 'spec.support.module_checks'
local pooling = require 'spec.support.pooling'

local reference = pooling.adaptive(pooling.mean)

local function made(W, H)
   return function() return nn.SpatialAdaptiveAveragePooling(W, H) end
end

checks.module('SpatialAdaptiveAveragePooling', {
   { 'a batch', made(3, 2), input = { 2, 3, 5, 7 }, batch = true, reference = reference, prints = 'nn.SpatialAdaptiveAveragePooling' },
   { 'one window', made(1, 1), input = { 2, 2, 4, 5 }, batch = true, reference = reference },
   { 'more windows than elements', made(5, 4), input = { 2, 2, 3, 2 }, batch = true, reference = reference },
   { 'as many windows as elements', made(4, 3), input = { 3, 3, 4 }, reference = reference },
   { 'large', made(13, 9), input = { 3, 70, 91 }, large = true, reference = reference },
})
