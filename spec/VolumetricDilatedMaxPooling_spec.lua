local checks = require 'spec.support.module_checks'
local pooling = require 'spec.support.pooling'

local reference = pooling.layer({ 'T', 'H', 'W' }, pooling.maximum)

local function made(...)
   local arguments = { ... }
   return function() return nn.VolumetricDilatedMaxPooling(unpack(arguments)) end
end

checks.module('VolumetricDilatedMaxPooling', {
   { 'a batch', made(2, 2, 2, 1, 1, 1, 0, 0, 0, 2, 3, 2), input = { 2, 2, 4, 5, 6 }, batch = true, reference = reference,
      prints = 'nn.VolumetricDilatedMaxPooling(2x2x2, 1,1,1, 2,3,2)' },
   { 'padded', made(3, 2, 3, 2, 1, 1, 1, 1, 1, 1, 2, 2), input = { 2, 1, 5, 4, 5 }, batch = true, reference = reference },
   { 'not dilated', made(2, 2, 2), input = { 1, 2, 4, 5, 4 }, reference = reference },
})
