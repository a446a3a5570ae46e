--- Samples of normalisations and dropouts (lampas.samples).

return {
   {
      class = 'BatchNormalization', arguments = { 512 }, input = { 128, 512, values = { 'uniform', 0, 1 } },
      small = { arguments = { 3 }, input = { 5, 3 } },
   },
   { class = 'Dropout', input = { 128, 4096 }, small = { input = { 4, 5 } } },
}
