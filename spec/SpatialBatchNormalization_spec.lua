local checks = require 'spec.support.module_checks'

checks.module('SpatialBatchNormalization', {
   { 'training', function() return nn.SpatialBatchNormalization(3) end, input = { 4, 3, 2, 5 }, prints = 'nn.SpatialBatchNormalization (4D) (3)' },
   { 'one image', function() return nn.SpatialBatchNormalization(3) end, input = { 1, 3, 4, 4 } },
   { 'evaluating one sample', function()
      local normalization = nn.SpatialBatchNormalization(2)
      normalization:evaluate()
      return normalization
   end, input = { 2, 3, 3 }, reference = function(module, x)
      return (x:double() / math.sqrt(1 + module.eps)):cmul(module.weight:double():view(2, 1, 1):expandAs(x))
   end },
})
