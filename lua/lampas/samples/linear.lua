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

-- A product of `batch` rows with each of the weight's matrices, and a dot product with the other row.
local function bilinear(module, input)
   return 2 * input[1]:size(1) * module.weight:nElement()
end

local function partial(_, input, output)
   return 2 * input:nElement() * output:size(2)
end

local function kmeans(module, input)
   return 2 * input:size(1) * module.weight:nElement()
end

-- 2 operations for each output of each of so many entries of each sample.
local function products_of(entries, outputs)
   return function(_, _, output)
      return 2 * entries * outputs * output:size(1)
   end
end

-- Samples of so many different indices up to `inputs` and their values: as tables of rows, and as two tables.
local function pairs_of(count, inputs, entries)
   local list = {}
   for b = 1, count do
      list[b] = torch.Tensor(entries, 2):uniform(-1, 1)
      list[b]:select(2, 1):copy(torch.randperm(inputs):narrow(1, 1, entries))
   end
   return list
end

local function keys_and_values(count, inputs, entries)
   local keys, values = {}, {}
   for b = 1, count do
      keys[b], values[b] = torch.randperm(inputs):narrow(1, 1, entries):clone(), torch.Tensor(entries):uniform(-1, 1)
   end
   return { keys, values }
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
   {
      class = 'Bilinear', arguments = { 128, 128, 64 }, input = { { 128, 128 }, { 128, 128 } }, flops = bilinear,
      small = { arguments = { 3, 4, 2 }, input = { { 5, 3 }, { 5, 4 } } },
   },
   {
      class = 'LinearWeightNorm', arguments = { 1024, 1024 }, input = { 128, 1024 }, flops = multiplyAdds,
      small = { arguments = { 5, 3 }, input = { 4, 5 } },
   },
   {
      class = 'PartialLinear', arguments = { 512, 1024 }, input = { 128, 512 }, flops = partial,
      small = { arguments = { 5, 3 }, input = { 4, 5 } },
   },
   {
      class = 'SparseLinear', arguments = { 10000, 128 }, input = function() return pairs_of(256, 10000, 100) end, flops = products_of(100, 128),
      small = { arguments = { 9, 3 }, input = function() return pairs_of(4, 9, 5) end }, undifferentiated = 'half of the input are indices',
   },
   {
      class = 'IndexLinear', new = function() return nn.IndexLinear(100000, 128):reset() end,
      input = function() return keys_and_values(256, 100000, 100) end, flops = products_of(100, 128),
      small = { new = function() return nn.IndexLinear(9, 3):reset() end, input = function() return keys_and_values(4, 9, 5) end },
      undifferentiated = 'it has rows of gradients for some keys instead of a tensor for the weight',
   },
   {
      class = 'Kmeans', arguments = { 64, 128 }, input = { 2048, 128 }, flops = kmeans,
      small = { arguments = { 3, 4 }, input = { 20, 4 } }, undifferentiated = 'the gradient is that of the loss, not of the output',
   },
}
