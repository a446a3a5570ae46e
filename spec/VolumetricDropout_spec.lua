local checks = require 'spec.support.module_checks'

checks.module('VolumetricDropout', {
   { 'training', function() return nn.VolumetricDropout(0.4) end, input = { 2, 3, 2, 2, 3 }, random = true,
      prints = 'nn.VolumetricDropout(0.400000)' },
   { 'one volume', function() return nn.VolumetricDropout() end, input = { 4, 2, 2, 3 }, random = true },
})
