--- Samples of pooling, padding and resampling (lampas.samples).
local IMAGES, VOLUMES = { 16, 64, 56, 56 }, { 8, 32, 8, 28, 28 }
local SMALL_IMAGES, SMALL_VOLUMES = { input = { 2, 3, 4, 6 } }, { input = { 2, 2, 4, 4, 5 } }

return {
   { class = 'SpatialMaxPooling', arguments = { 2, 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialDilatedMaxPooling', arguments = { 3, 3, 2, 2, 1, 1, 2, 2 }, input = IMAGES, small = { input = { 2, 3, 7, 6 } } },
   { class = 'SpatialAveragePooling', arguments = { 2, 2, 2, 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialUpSamplingNearest', arguments = { 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialUpSamplingBilinear', arguments = { 2 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'UpSampling', arguments = { 2, 'linear' }, input = VOLUMES, small = SMALL_VOLUMES },
   { class = 'SpatialZeroPadding', arguments = { 1 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialReflectionPadding', arguments = { 1 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'SpatialReplicationPadding', arguments = { 1 }, input = IMAGES, small = SMALL_IMAGES },
   { class = 'VolumetricReplicationPadding', arguments = { 1 }, input = VOLUMES, small = SMALL_VOLUMES },
}
