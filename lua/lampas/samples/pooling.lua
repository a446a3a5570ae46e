--- Samples of pooling and resampling (lampas.samples).

return {
   { class = 'SpatialMaxPooling', arguments = { 2, 2 }, input = { 16, 64, 56, 56 }, small = { input = { 2, 3, 4, 6 } } },
}
