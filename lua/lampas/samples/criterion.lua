--- Samples of criteria (lampas.samples).

local PROBABILITIES, INSIDE, SIGNS = { 'uniform', 0, 1 }, { 'uniform', 0.1, 0.9 }, { 'signs' }

-- A criterion of two tensors of the same size.
local function pointwise(class, target, input, more)
   local sample = {
      class = class, input = { 512, 1000, values = input }, target = { 512, 1000, values = target },
      small = { input = { 4, 5, values = input }, target = { 4, 5, values = target } },
   }
   for key, value in pairs(more or {}) do
      sample[key] = value
   end
   return sample
end

-- A criterion of a pair of tensors.
local function paired(class, target, small_target, values)
   return {
      class = class, input = { { 512, 1000, values = values }, { 512, 1000, values = values } }, target = target,
      small = { input = { { 4, 5, values = values }, { 4, 5, values = values } }, target = small_target },
   }
end

-- A criterion of rows of scores and a class for each.
local function classes(class, more)
   local sample = {
      class = class, input = { 512, 1000 }, target = { 512, values = { 'integers', 1, 1000 } },
      small = { input = { 4, 5 }, target = { 4, values = { 'integers', 1, 5 } } },
   }
   for key, value in pairs(more or {}) do
      sample[key] = value
   end
   return sample
end

-- Rows of classes that apply, with a 0 after the last: two of them.
local function lists(rows, columns)
   return function()
      local t = torch.zeros(rows, columns)
      for row = 1, rows do
         t[row][1], t[row][2] = row % columns + 1, (row + 2) % columns + 1
      end
      return t
   end
end

local function weights(n)
   return torch.range(1, n):div(n)
end

return {
   classes('ClassNLLCriterion'),
   classes('CrossEntropyCriterion'),
   pointwise('MSECriterion'),
   {
      class = 'BCECriterion', input = { 512, 1000, values = PROBABILITIES }, target = { 512, 1000, values = PROBABILITIES },
      small = { input = { 4, 5, values = INSIDE }, target = { 4, 5, values = PROBABILITIES } },
   },
   pointwise('AbsCriterion'),
   pointwise('SmoothL1Criterion', { 'uniform', -3, 3 }),
   pointwise('MarginCriterion', SIGNS),
   pointwise('SoftMarginCriterion', SIGNS),
   pointwise('HingeEmbeddingCriterion', SIGNS, { 'uniform', 0, 2 }),
   pointwise('DistKLDivCriterion', PROBABILITIES),
   pointwise('MultiLabelSoftMarginCriterion', { 'integers', 0, 1 }),
   pointwise('MultiLabelSoftMarginCriterion', { 'integers', 0, 1 }, nil, {
      id = 'MultiLabelSoftMarginCriterion, weights', new = function() return nn.MultiLabelSoftMarginCriterion(weights(1000)) end,
      small = {
         new = function() return nn.MultiLabelSoftMarginCriterion(weights(5), false) end,
         input = { 4, 5 }, target = { 4, 5, values = { 'integers', 0, 1 } },
      },
   }),
   pointwise('WeightedMSECriterion', nil, nil, {
      new = function() return nn.WeightedMSECriterion(weights(1000)) end,
      small = { new = function() return nn.WeightedMSECriterion(weights(5)) end, input = { 4, 5 }, target = { 4, 5 } },
   }),
   pointwise('L1Cost'),
   classes('MultiMarginCriterion'),
   classes('MultiMarginCriterion', { id = 'MultiMarginCriterion, squared', arguments = { 2 } }),
   {
      class = 'MultiLabelMarginCriterion', input = { 512, 1000 }, target = { 512, 1000, type = 'Long', values = { 'integers', 0, 1 } },
      small = { input = { 4, 5 }, target = lists(4, 5) },
   },
   paired('MarginRankingCriterion', { 512, 1000, values = SIGNS }, { 4, 5, values = SIGNS }),
   paired('DistanceRatioCriterion', nil, nil, PROBABILITIES),
   paired('CosineEmbeddingCriterion', { 512, values = SIGNS }, { 4, values = SIGNS }),
   paired('L1HingeEmbeddingCriterion', 1, 1),
   {
      class = 'ClassSimplexCriterion', arguments = { 100 }, input = { 512, 100 }, target = { 512, values = { 'integers', 1, 100 } },
      small = { arguments = { 5 }, input = { 4, 5 }, target = { 4, values = { 'integers', 1, 5 } } },
   },
   {
      class = 'SpatialAutoCropMSECriterion', input = { 16, 8, 60, 60 }, target = { 16, 8, 64, 64 },
      small = { input = { 2, 3, 4, 5 }, target = { 2, 3, 7, 5 } },
   },
   {
      class = 'SpatialClassNLLCriterion', input = { 8, 20, 64, 64 }, target = { 8, 64, 64, values = { 'integers', 1, 20 } },
      small = { input = { 2, 3, 4, 5 }, target = { 2, 4, 5, values = { 'integers', 1, 3 } } },
   },
   pointwise('MultiCriterion', nil, nil, {
      new = function() return nn.MultiCriterion():add(nn.MSECriterion(), 0.5):add(nn.AbsCriterion()) end,
   }),
   {
      class = 'ParallelCriterion', new = function() return nn.ParallelCriterion():add(nn.MSECriterion(), 0.5):add(nn.SoftMarginCriterion(), 2) end,
      input = { { 512, 1000 }, { 512, 1000 } }, target = { { 512, 1000 }, { 512, 1000, values = SIGNS } },
      small = { input = { { 4, 5 }, { 3 } }, target = { { 4, 5 }, { 3, values = SIGNS } } },
   },
   pointwise('ModuleCriterion', nil, nil, {
      new = function() return nn.ModuleCriterion(nn.MSECriterion(), nn.Tanh(), nn.Sigmoid()) end,
   }),
   {
      class = 'CriterionTable', new = function() return nn.CriterionTable(nn.MSECriterion()) end,
      input = { { 512, 1000 }, { 512, 1000 } }, small = { input = { { 4, 5 }, { 4, 5 } } },
      undifferentiated = 'the gradient is that of the first of the pair alone, whatever gradOutput',
   },
}
