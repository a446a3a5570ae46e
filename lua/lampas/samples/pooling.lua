--- Samples of pooling, padding and resampling (lampas.samples).
local IMAGES, VOLUMES = { 16, 64, 56, 56 }, { 8, 32, 8, 28, 28 }
local SMALL_IMAGES, SMALL_VOLUMES = { input = { 2, 3, 4, 6 } }, { input = { 2, 2, 4, 4, 5 } }

return {
   { class = 'SpatialMaxPooling', arguments = { 2, 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialDilatedMaxPooling', arguments = { 3, 3, 2, 2, 1, 1, 2, 2 }, input = IMAGES, small = { input = { 2, 3, 7, 6 } } },
   { class = 'SpatialAveragePooling', arguments = { 2, 2, 2, 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialAdaptiveMaxPooling', arguments = { 7, 7 }, input = IMAGES, small = { arguments = { 3, 2 }, input = { 2, 3, 4, 6 } } },
   { class = 'SpatialAdaptiveAveragePooling', arguments = { 7, 7 }, input = IMAGES, small = { arguments = { 3, 2 }, input = { 2, 3, 4, 6 } } },
   { class = 'TemporalMaxPooling', arguments = { 2 }, input = { 32, 256, 256 }, small = { input = { 2, 5, 3 } } },
   { class = 'VolumetricMaxPooling', arguments = { 2, 2, 2 }, input = VOLUMES, small = SMALL_VOLUMES },
   {
      class = 'VolumetricDilatedMaxPooling', arguments = { 2, 2, 2, 2, 2, 2, 0, 0, 0, 2, 2, 2 }, input = VOLUMES,
      small = { input = { 2, 2, 5, 4, 5 } },
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
