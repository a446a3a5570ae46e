--- Samples of layers that reshape, select, pad and reduce (lampas.samples).

return {
   { class = 'View', arguments = { 64 * 56 * 56 }, input = { 16, 64, 56, 56 }, view = true, small = { arguments = { 6 }, input = { 2, 3, 2 } } },
   { class = 'Reshape', arguments = { 64 * 56 * 56 }, input = { 16, 64, 56, 56 }, view = true, small = { arguments = { 6 }, input = { 2, 3, 2 } } },
}
