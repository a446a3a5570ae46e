--- Samples of linear and similar layers (lampas.samples).

-- 2 operations for each weight and sample.
local function multiplyAdds(module, input)
   return 2 * module.weight:nElement() * input:size(1)
end

-- The subtraction before each multiply-add, and the multiplication by the scale, take the processor as long as it.
local function differences(module, input)
   return 2 * multiplyAdds(module, input)
end

local function scaledDifferences(module, input)
   return 3 * multiplyAdds(module, input)
end

-- 2 operations for each entry of the output and of the dimension that is summed over.
local function pairProduct(_, input, output)
   return 2 * output:nElement() * input[1]:size(input[1]:dim())
end

local PAIR, SMALL_PAIR = { { 2048, 512 }, { 2048, 512 } }, { { 4, 3 }, { 4, 3 } }

return {
   {
      class = 'Linear', arguments = { 1024, 1024 }, input = { 128, 1024 }, flops = multiplyAdds,
      small = { arguments = { 5, 3 }, input = { 4, 5 } },
   },
   { class = 'Add', arguments = { 4096 }, input = { 512, 4096 }, small = { arguments = { 5 }, input = { 4, 5 } } },
   { class = 'AddConstant', arguments = { 0.5 }, input = { 512, 4096 }, small = { input = { 4, 5 } } },
   { class = 'Mul', input = { 512, 4096 }, small = { input = { 4, 5 } } },
   { class = 'MulConstant', arguments = { 0.5 }, input = { 512, 4096 }, small = { input = { 4, 5 } } },
   { class = 'CMul', arguments = { 4096 }, input = { 512, 4096 }, small = { arguments = { 5 }, input = { 4, 5 } } },
   { class = 'CAdd', arguments = { 4096 }, input = { 512, 4096 }, small = { arguments = { 5 }, input = { 4, 5 } } },
   {
      id = 'CMul, planes', class = 'CMul', arguments = { 1, 64, 1, 1 }, input = { 32, 64, 32, 32 },
      small = { arguments = { 1, 3, 1, 1 }, input = { 2, 3, 4, 2 } },
   },
   {
      class = 'MM', arguments = { false, true }, input = { { 16, 256, 256 }, { 16, 256, 256 } }, flops = pairProduct,
      small = { input = { { 2, 3, 4 }, { 2, 5, 4 } } },
   },
   { class = 'MV', input = { { 64, 256, 256 }, { 64, 256 } }, small = { input = { { 2, 3, 4 }, { 2, 4 } } } },
   {
      class = 'LookupTable', arguments = { 10000, 256 }, input = { 64, 50, type = 'Long', values = { 'integers', 1, 10000 } },
      small = { arguments = { 6, 3 }, input = { 4, 2, type = 'Long', values = { 'integers', 1, 6 } } },
   },
   { class = 'DotProduct', input = PAIR, small = { input = SMALL_PAIR } },
   { class = 'CosineDistance', input = PAIR, small = { input = SMALL_PAIR } },
   { class = 'PairwiseDistance', input = PAIR, small = { input = SMALL_PAIR } },
   { id = 'PairwiseDistance, p = 1', class = 'PairwiseDistance', arguments = { 1 }, input = PAIR, small = { input = SMALL_PAIR } },
   {
      class = 'Cosine', arguments = { 512, 512 }, input = { 128, 512 }, flops = multiplyAdds,
      small = { arguments = { 5, 3 }, input = { 4, 5 } },
   },
   {
      class = 'Euclidean', arguments = { 512, 512 }, input = { 128, 512 }, flops = differences,
      small = { arguments = { 5, 3 }, input = { 4, 5 } },
   },
   {
      class = 'WeightedEuclidean', arguments = { 512, 512 }, input = { 128, 512 }, flops = scaledDifferences,
      small = { arguments = { 5, 3 }, input = { 4, 5 } },
   },
}
