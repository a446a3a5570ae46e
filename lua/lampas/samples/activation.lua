--- Samples of activations (lampas.samples).
local LARGE, SMALL = { 64, 16, 64, 64 }, { input = { 3, 5, 4 } }

return {
   { class = 'ReLU', input = LARGE, small = SMALL },
   { class = 'Threshold', input = LARGE, small = SMALL },
   { class = 'Tanh', input = LARGE, small = SMALL },
   { class = 'Sigmoid', input = LARGE, small = SMALL },
   { class = 'SoftMax', input = { 512, 1000 }, small = { input = { 4, 7 } } },
   { class = 'LogSoftMax', input = { 512, 1000 }, small = { input = { 4, 7 } } },
}
