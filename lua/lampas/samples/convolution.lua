--- Samples of convolutions (lampas.samples).

-- 2 operations for each output, input plane and weight of a window.
local function multiplyAdds(module, _, output)
   return 2 * output:nElement() * module.nInputPlane * (module.kT or 1) * module.kW * module.kH
end

-- The same for a full convolution, whose windows slide over the output.
local function multiplyAddsBack(module, input)
   return 2 * input:nElement() * module.nOutputPlane * (module.kT or 1) * module.kW * module.kH
end

return {
   {
      class = 'SpatialConvolution', arguments = { 64, 64, 3, 3, 1, 1, 1, 1 }, input = { 8, 64, 56, 56 }, flops = multiplyAdds,
      small = { arguments = { 2, 3, 3, 2, 1, 2, 1, 0 }, input = { 2, 2, 5, 6 } },
   },
   {
      class = 'SpatialConvolutionMM', arguments = { 64, 64, 5, 5, 2, 2, 2, 2 }, input = { 8, 64, 56, 56 }, flops = multiplyAdds,
      small = { arguments = { 2, 3, 3, 2, 1, 2, 1, 0 }, input = { 2, 2, 5, 6 } },
   },
   {
      class = 'SpatialDilatedConvolution', arguments = { 64, 64, 3, 3, 1, 1, 2, 2, 2, 2 }, input = { 8, 64, 56, 56 }, flops = multiplyAdds,
      small = { arguments = { 2, 3, 3, 2, 1, 2, 1, 0, 2, 2 }, input = { 2, 2, 5, 6 } },
   },
   {
      class = 'SpatialFullConvolution', arguments = { 64, 64, 4, 4, 2, 2, 1, 1 }, input = { 8, 64, 28, 28 }, flops = multiplyAddsBack,
      small = { arguments = { 2, 3, 3, 4, 2, 3, 1, 1, 1, 2 }, input = { 2, 2, 3, 2 } },
   },
   {
      class = 'SpatialFullConvolution', id = 'SpatialFullConvolution to a size', arguments = { 64, 64, 3, 3, 2, 2, 1, 1 },
      input = { { 8, 64, 28, 28 }, { 8, 64, 56, 56 } },
      flops = function(module, input) return multiplyAddsBack(module, input[1]) end,
      small = { arguments = { 2, 3, 3, 3, 2, 2, 1, 1 }, input = { { 2, 2, 3, 2 }, { 2, 3, 6, 4 } } },
   },
   {
      class = 'VolumetricConvolution', arguments = { 16, 32, 3, 3, 3, 1, 1, 1, 1, 1, 1 }, input = { 2, 16, 16, 28, 28 }, flops = multiplyAdds,
      small = { arguments = { 2, 3, 2, 3, 2, 1, 2, 1, 0, 1, 0 }, input = { 2, 2, 3, 4, 4 } },
   },
   {
      class = 'VolumetricDilatedConvolution', arguments = { 16, 32, 3, 3, 3, 1, 1, 1, 2, 2, 2, 2, 2, 2 }, input = { 2, 16, 16, 28, 28 },
      flops = multiplyAdds, small = { arguments = { 2, 2, 2, 3, 2, 1, 2, 1, 0, 1, 0, 2, 1, 2 }, input = { 2, 2, 3, 4, 4 } },
   },
   {
      class = 'VolumetricFullConvolution', arguments = { 16, 32, 4, 4, 4, 2, 2, 2, 1, 1, 1 }, input = { 2, 16, 8, 14, 14 },
      flops = multiplyAddsBack, small = { arguments = { 2, 2, 2, 3, 2, 2, 2, 1, 0, 1, 0, 1, 0, 0 }, input = { 2, 2, 2, 3, 2 } },
   },
}
