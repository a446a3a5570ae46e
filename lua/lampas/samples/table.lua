--- Samples of layers over tables of tensors (lampas.samples).
local LARGE = { 64, 16, 64, 64 }

return {
   { class = 'CAddTable', input = { LARGE, LARGE }, small = { input = { { 3, 4 }, { 3, 4 } } } },
}
