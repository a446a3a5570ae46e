local checks = require 'spec.support.module_checks'

checks.module('VolumetricBatchNormalization', {
   { 'training', function() return nn.VolumetricBatchNormalization(2) end, input = { 3, 2, 2, 3, 2 },
      prints = 'nn.VolumetricBatchNormalization (5D) (2)', reference = function(module, x)
         local flat = nn.SpatialBatchNormalization(2)
         flat.weight:copy(module.weight)
         return flat:forward(x:double():view(3, 2, 6, 2)):clone():viewAs(x)
      end },
})
