--- Samples of pooling, padding and resampling (lampas.samples).
local nn = require 'nn'

local IMAGES, VOLUMES = { 16, 64, 56, 56 }, { 8, 32, 8, 28, 28 }
local SMALL_IMAGES, SMALL_VOLUMES = { input = { 2, 3, 4, 6 } }, { input = { 2, 2, 4, 4, 5 } }

-- An unpooling whose pooling has seen an input of these sizes.
local function unpooling(class, pooling, ...)
   pooling:forward(torch.rand(...))
   return nn[class](pooling)
end

return {
   { class = 'SpatialMaxPooling', arguments = { 2, 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialDilatedMaxPooling', arguments = { 3, 3, 2, 2, 1, 1, 2, 2 }, input = IMAGES, small = { input = { 2, 3, 7, 6 } } },
   { class = 'SpatialAveragePooling', arguments = { 2, 2, 2, 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialAdaptiveMaxPooling', arguments = { 7, 7 }, input = IMAGES, small = { arguments = { 3, 2 }, input = { 2, 3, 4, 6 } } },
   { class = 'SpatialAdaptiveAveragePooling', arguments = { 7, 7 }, input = IMAGES, small = { arguments = { 3, 2 }, input = { 2, 3, 4, 6 } } },
   {
      class = 'SpatialFractionalMaxPooling', input = IMAGES,
      new = function() return nn.SpatialFractionalMaxPooling(2, 2, 0.7, 0.7):fixPoolingRegions() end, small = { input = { 2, 3, 7, 6 } },
   },
   {
      class = 'SpatialMaxUnpooling', new = function() return unpooling('SpatialMaxUnpooling', nn.SpatialMaxPooling(2, 2), 16, 64, 56, 56) end,
      input = { 16, 64, 28, 28 },
      small = { new = function() return unpooling('SpatialMaxUnpooling', nn.SpatialMaxPooling(2, 2), 2, 3, 4, 6) end, input = { 2, 3, 2, 3 } },
   },
   {
      class = 'SpatialLPPooling', arguments = { 64, 2, 2, 2 }, input = IMAGES,
      small = { arguments = { 3, 2, 2, 2 }, input = { 2, 3, 4, 6, values = { 'uniform', 0.1, 1 } } },
   },
   { class = 'FeatureLPPooling', arguments = { 4, 2, 2, true }, input = IMAGES, small = { arguments = { 2, 1, 2, true }, input = { 2, 4, 3, 2 } } },
   { class = 'TemporalDynamicKMaxPooling', arguments = { 4 }, input = { 32, 256, 64 }, small = { arguments = { 2 }, input = { 2, 5, 3 } } },
   { class = 'TemporalMaxPooling', arguments = { 2 }, input = { 32, 256, 256 }, small = { input = { 2, 5, 3 } } },
   { class = 'VolumetricMaxPooling', arguments = { 2, 2, 2 }, input = VOLUMES, small = SMALL_VOLUMES },
   {
      class = 'VolumetricDilatedMaxPooling', arguments = { 2, 2, 2, 2, 2, 2, 0, 0, 0, 2, 2, 2 }, input = VOLUMES,
      small = { input = { 2, 2, 5, 4, 5 } },
   },
   {
      class = 'VolumetricFractionalMaxPooling', input = VOLUMES,
      new = function() return nn.VolumetricFractionalMaxPooling(2, 2, 2, 0.7, 0.7, 0.7):fixPoolingRegions() end,
      small = { input = { 2, 2, 4, 5, 5 } },
   },
   {
      class = 'VolumetricMaxUnpooling',
      new = function() return unpooling('VolumetricMaxUnpooling', nn.VolumetricMaxPooling(2, 2, 2), 8, 32, 8, 28, 28) end,
      input = { 8, 32, 4, 14, 14 },
      small = {
         new = function() return unpooling('VolumetricMaxUnpooling', nn.VolumetricMaxPooling(2, 2, 2), 2, 2, 4, 4, 6) end,
         input = { 2, 2, 2, 2, 3 },
      },
   },
   { class = 'VolumetricAveragePooling', arguments = { 2, 2, 2 }, input = VOLUMES, small = SMALL_VOLUMES },
   { class = 'SpatialUpSamplingNearest', arguments = { 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialUpSamplingBilinear', arguments = { 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'UpSampling', arguments = { 2, 'linear' }, input = VOLUMES, small = SMALL_VOLUMES },
   { class = 'SpatialZeroPadding', arguments = { 1 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialReflectionPadding', arguments = { 1 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialReplicationPadding', arguments = { 1 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'VolumetricReplicationPadding', arguments = { 1 }, input = VOLUMES, small = SMALL_VOLUMES },
}
