--- Samples of layers that reshape, select, pad and reduce (lampas.samples).
local LARGE = { 16, 64, 56, 56 }

return {
   { class = 'View', arguments = { 64 * 56 * 56 }, input = LARGE, small = { arguments = { 6 }, input = { 2, 3, 2 } } },
   { class = 'Reshape', arguments = { 64 * 56 * 56 }, input = LARGE, small = { arguments = { 6 }, input = { 2, 3, 2 } } },
   { class = 'Squeeze', input = { 16, 1, 64, 56, 56 }, small = { input = { 2, 1, 3 } } },
   { class = 'Unsqueeze', arguments = { 2 }, input = LARGE, small = { input = { 2, 3 } } },
   { class = 'Collapse', arguments = { 3 }, input = LARGE, small = { arguments = { 2 }, input = { 2, 3, 2 } } },
   { class = 'Contiguous', input = LARGE, small = { input = { 2, 3 } } },
   { class = 'Copy', arguments = { 'torch.DoubleTensor', 'torch.DoubleTensor', true }, input = LARGE, small = { input = { 2, 3 } } },
   { class = 'ZeroGrad', input = LARGE, small = { input = { 2, 3 }, undifferentiated = 'it is set to 0' } },
   { class = 'Transpose', arguments = { { 2, 3 }, { 3, 4 } }, input = LARGE, small = { input = { 2, 3, 4, 5 } } },
   { class = 'Replicate', arguments = { 4, 2 }, input = LARGE, small = { arguments = { 3, 2 }, input = { 2, 4 } } },
   { class = 'Narrow', arguments = { 2, 9, 32 }, input = LARGE, small = { arguments = { 2, 2, 3 }, input = { 3, 5, 2 } } },
   { class = 'Select', arguments = { 2, 9 }, input = LARGE, small = { arguments = { 2, -2 }, input = { 3, 5, 2 } } },
   {
      class = 'Index', arguments = { 1 }, input = { { 4096, 512 }, { 4096, type = 'Long', values = { 'integers', 1, 4096 } } },
      small = { input = { { 5, 3 }, { 4, type = 'Long', values = { 'integers', 1, 5 } } } },
   },
   {
      class = 'MaskedSelect', input = { LARGE, { 16, 64, 56, 56, type = 'Byte', values = { 'integers', 0, 1 } } },
      small = { input = { { 4, 5 }, { 4, 5, type = 'Byte', values = { 'integers', 0, 1 } } } },
   },
   { class = 'Constant', arguments = { 3 }, input = LARGE, small = { input = { 2, 3 } } },
   { class = 'Padding', arguments = { 2, 16 }, input = LARGE, small = { arguments = { 2, -2, nil, 1, 3 }, input = { 3, 4, 2 } } },
   {
      class = 'OneHot', arguments = { 1000 }, input = { 512, type = 'Long', values = { 'integers', 1, 1000 } },
      small = { arguments = { 4 }, input = { 5, type = 'Long', values = { 'integers', 1, 4 } } },
   },
   { class = 'Sum', arguments = { 2 }, input = LARGE, small = { input = { 3, 4, 2 } } },
   { id = 'Sum, the last dimension', class = 'Sum', arguments = { -1 }, input = LARGE, small = { input = { 3, 4, 2 } } },
   { class = 'Mean', arguments = { 2 }, input = LARGE, small = { input = { 3, 4, 2 } } },
   { class = 'Max', arguments = { 2 }, input = LARGE, small = { input = { 3, 4, 2 } } },
   { class = 'Min', arguments = { -1 }, input = LARGE, small = { input = { 3, 4, 2 } } },
   { class = 'PixelShuffle', arguments = { 2 }, input = LARGE, small = { input = { 2, 8, 3, 2 } } },
   { class = 'SplitTable', arguments = { 2 }, input = LARGE, small = { input = { 2, 3, 4 } } },
   { class = 'SelectTable', arguments = { 2 }, input = { LARGE, LARGE }, small = { input = { { 2, 3 }, { 4 }, { 2 } } } },
   {
      class = 'NarrowTable', arguments = { 1, 2 }, input = { LARGE, LARGE, LARGE },
      small = { input = { { 2, 3 }, { 4 }, { 2 } } },
   },
}
