--- Samples of normalisations and dropouts (lampas.samples).
local nn = require 'nn'

local IMAGES, VOLUMES = { 16, 64, 56, 56 }, { 8, 32, 8, 28, 28 }

local function local_normalization(class)
   return {
      class = class, new = function() return nn[class](16, torch.ones(7, 7)) end, input = { 8, 16, 56, 56 },
      small = { new = function() return nn[class](2, torch.rand(3, 3):add(0.1)) end, input = { 2, 2, 4, 5 } },
   }
end

return {
   {
      class = 'BatchNormalization', arguments = { 512 }, input = { 128, 512, values = { 'uniform', 0, 1 } },
      small = { arguments = { 3 }, input = { 5, 3 } },
   },
   { class = 'SpatialBatchNormalization', arguments = { 64 }, input = IMAGES, small = { arguments = { 3 }, input = { 2, 3, 4, 2 } } },
   { class = 'VolumetricBatchNormalization', arguments = { 32 }, input = VOLUMES, small = { arguments = { 2 }, input = { 3, 2, 2, 3, 2 } } },
   { class = 'LayerNormalization', arguments = { 1024 }, input = { 512, 1024 }, small = { arguments = { 5 }, input = { 4, 5 } } },
   { class = 'Normalize', arguments = { 2 }, input = { 512, 1024 }, small = { input = { 4, 5 } } },
   { class = 'SpatialCrossMapLRN', arguments = { 5 }, input = IMAGES, small = { arguments = { 3, 0.5 }, input = { 2, 4, 3, 2 } } },
   local_normalization('SpatialSubtractiveNormalization'),
   local_normalization('SpatialDivisiveNormalization'),
   local_normalization('SpatialContrastiveNormalization'),
   { class = 'Dropout', input = { 128, 4096 }, small = { input = { 4, 5 } } },
   { class = 'SpatialDropout', input = IMAGES, small = { input = { 2, 3, 4, 4 } } },
   { class = 'VolumetricDropout', input = VOLUMES, small = { input = { 2, 3, 2, 3, 3 } } },
}
