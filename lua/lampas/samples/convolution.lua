--- Samples of convolutions (lampas.samples).
local nn = require 'nn'

-- 2 operations for each output, input plane and weight of a window.
local function multiplyAdds(module, _, output)
   return 2 * output:nElement() * module.nInputPlane * (module.kT or 1) * module.kW * module.kH
end

-- The same for a full convolution, whose windows slide over the output.
local function multiplyAddsBack(module, input)
   return 2 * input:nElement() * module.nOutputPlane * (module.kT or 1) * module.kW * module.kH
end

-- And where each connection of two planes has a filter: `connections` that end in each output plane.
local function multiplyAddsOf(connections)
   return function(module, _, output)
      return 2 * output:nElement() * connections * module.kW * (module.kH or 1)
   end
end

-- For a full convolution with a table of connections, over the input, of which each plane has `connections`.
local function multiplyAddsBackOf(connections)
   return function(module, input)
      return 2 * input:nElement() * connections * module.kW * module.kH
   end
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
   {
      class = 'SpatialConvolutionMap', new = function() return nn.SpatialConvolutionMap(nn.tables.random(32, 32, 4), 5, 5) end,
      input = { 16, 32, 32, 32 }, flops = multiplyAddsOf(4),
      small = { new = function() return nn.SpatialConvolutionMap(nn.tables.random(4, 4, 2), 3, 2, 1, 2) end, input = { 2, 4, 5, 4 } },
   },
   {
      class = 'SpatialFullConvolutionMap', new = function() return nn.SpatialFullConvolutionMap(nn.tables.random(32, 32, 4), 5, 5) end,
      input = { 16, 32, 28, 28 }, flops = multiplyAddsBackOf(4),
      small = { new = function() return nn.SpatialFullConvolutionMap(nn.tables.random(4, 4, 2), 3, 2, 1, 2) end, input = { 2, 4, 3, 2 } },
   },
   {
      class = 'SpatialConvolutionLocal', arguments = { 16, 16, 24, 24, 3, 3 }, input = { 16, 16, 24, 24 }, flops = multiplyAdds,
      small = { arguments = { 2, 3, 5, 4, 3, 2, 1, 2, 1, 0 }, input = { 2, 2, 4, 5 } },
   },
   {
      class = 'SpatialDepthWiseConvolution', arguments = { 64, 1, 3, 3, 1, 1, 1, 1 }, input = { 16, 64, 56, 56 }, flops = multiplyAddsOf(1),
      small = { arguments = { 3, 2, 3, 2, 1, 2, 1, 0 }, input = { 2, 3, 4, 5 } },
   },
   {
      class = 'SpatialSubSampling', arguments = { 64, 2, 2, 2, 2 }, input = { 16, 64, 56, 56 },
      small = { arguments = { 3, 3, 2, 2, 1 }, input = { 2, 3, 4, 5 } },
   },
   {
      class = 'TemporalConvolution', arguments = { 128, 256, 3 }, input = { 32, 100, 128 },
      flops = function(module, _, output) return 2 * output:nElement() * module.kW * module.inputFrameSize end,
      small = { arguments = { 3, 2, 3, 2 }, input = { 2, 7, 3 } },
   },
   {
      class = 'TemporalRowConvolution', arguments = { 256, 5 }, input = { 32, 100, 256 }, flops = multiplyAddsOf(1),
      small = { arguments = { 3, 3, 2 }, input = { 2, 7, 3 } },
   },
   {
      class = 'TemporalRowConvolution', id = 'TemporalRowConvolution, features first', arguments = { 256, 5, 1, true }, input = { 32, 256, 100 },
      flops = multiplyAddsOf(1), small = { arguments = { 3, 3, 2, true }, input = { 2, 3, 7 } },
   },
   {
      class = 'TemporalSubSampling', arguments = { 256, 2, 2 }, input = { 32, 100, 256 },
      small = { arguments = { 3, 3, 2 }, input = { 2, 7, 3 } },
   },
}
