local checks = require 'spec.support.module_checks'
local pooling = require 'spec.support.pooling'

local reference = pooling.layer({ 'T', 'H', 'W' }, pooling.mean)

local function made(...)
   local arguments = { ... }
   return function() return nn.VolumetricAveragePooling(unpack(arguments)) end
end

checks.module('VolumetricAveragePooling', {
   { 'a batch', made(2, 2, 2), input = { 2, 2, 4, 5, 6 }, batch = true, reference = reference, prints = 'nn.VolumetricAveragePooling(2x2x2, 2,2,2)' },
   { 'overlapping windows', made(3, 2, 3, 1, 2, 1), input = { 2, 2, 5, 4, 5 }, batch = true, reference = reference },
   { 'gaps between windows', made(1, 2, 3, 2, 5, 4), input = { 2, 5, 11, 13 }, reference = reference },
   { 'large', made(3, 3, 3, 2, 2, 2), input = { 2, 9, 40, 41 }, large = true, reference = reference },
})
