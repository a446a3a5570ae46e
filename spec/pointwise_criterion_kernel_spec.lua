-- The kernels of src/nn/PointwiseCriterion.c against the formulas, in ranges of one element and of many blocks.
local ffi = require 'ffi'
local arrays = require 'spec.support.arrays'

local SIZES = { 1, 7, 1024, 2049, 40003 }
local MARGIN = 0.6
local exp, log, abs, max = math.exp, math.log, math.abs, math.max

local function sign()
   return math.random() < 0.5 and -1 or 1
end

-- Names with the loss, its derivative by x, and how targets are drawn, if not at random; margin: true where the kernel takes one.
local CRITERIA = {
   MSECriterion = { function(x, t) return (x - t) ^ 2 end, function(x, t) return 2 * (x - t) end },
   AbsCriterion = { function(x, t) return abs(x - t) end, function(x, t) return x >= t and 1 or -1 end },
   SmoothL1Criterion = {
      function(x, t) return abs(x - t) < 1 and (x - t) ^ 2 / 2 or abs(x - t) - 0.5 end,
      function(x, t) return max(-1, math.min(1, x - t)) end,
   },
   MarginCriterion = {
      function(x, t, m) return max(0, m - t * x) end, function(x, t, m) return t * x < m and -t or 0 end, target = sign, margin = true,
   },
   MarginRankingCriterion = {
      function(x, t, m) return max(0, m - t * x) end, function(x, t, m) return t * x <= m and -t or 0 end, target = sign, margin = true,
   },
   SoftMarginCriterion = {
      function(x, t) return log(1 + exp(-t * x)) end, function(x, t) return -t / (1 + exp(t * x)) end, target = sign,
   },
   HingeEmbeddingCriterion = {
      function(x, t, m) return t == 1 and x or max(0, m - x) end,
      function(x, t, m) return t == 1 and 1 or x > m and 0 or -1 end, target = sign, margin = true,
   },
   DistanceRatioCriterion = { function(x, t) return log(1 + exp(x - t)) end, function(x, t) return 1 / (1 + exp(t - x)) end },
   DistKLDivCriterion = { function(x, t) return t > 0 and t * (log(t) - x) or 0 end, function(_, t) return t > 0 and -t or 0 end },
}

local function average_of(n, average)
   return average == 1 and n or 1
end

describe('pointwise criterion kernels', function()
   setup(function() math.randomseed(12) end)

   for name, criterion in pairs(CRITERIA) do
      it('compute ' .. name, function()
         local loss, slope = criterion[1], criterion[2]
         for _, n in ipairs(SIZES) do
            for average = 0, 1 do
               arrays.each(function(kind, kernels, tolerance)
                  local x, t = arrays.new(kind, n, arrays.uniform(-3, 3)), arrays.new(kind, n, criterion.target or arrays.uniform(-3, 3))
                  local gx, wanted, margin = arrays.new(kind, n), arrays.new('double', n), ffi.new(kind .. '[1]', MARGIN)[0]
                  local extra = criterion.margin and { margin } or {}
                  local sum = 0
                  for i = 0, n - 1 do
                     sum = sum + loss(x[i], t[i], margin)
                     wanted[i] = slope(x[i], t[i], margin) / average_of(n, average)
                  end
                  sum = sum / average_of(n, average)
                  local got = kernels[name .. '_updateOutput'](x, t, n, average, unpack(extra))
                  assert.is_true(abs(got - sum) < 10 * tolerance * max(1, abs(sum)))
                  kernels[name .. '_updateGradInput'](gx, x, t, n, average, unpack(extra))
                  assert.is_true(arrays.error(gx, wanted, n) < tolerance)
               end)
            end
         end
      end)

      it('give the same bits for any number of threads: ' .. name, function()
         arrays.same_for_any_threads(function(kind, kernels)
            math.randomseed(13)
            local n, extra = 40003, criterion.margin and { MARGIN } or {}
            local x, t = arrays.new(kind, n, arrays.uniform(-3, 3)), arrays.new(kind, n, criterion.target or arrays.uniform(-3, 3))
            local results = arrays.new(kind, n + 1)
            kernels[name .. '_updateGradInput'](results, x, t, n, 1, unpack(extra))
            results[n] = kernels[name .. '_updateOutput'](x, t, n, 1, unpack(extra))
            return results, n + 1
         end)
      end)
   end

   it('weigh the columns of rows', function()
      for _, sizes in ipairs { { 1, 1 }, { 3, 5 }, { 7, 1500 }, { 5000, 3 } } do
         local rows, columns = sizes[1], sizes[2]
         local n = rows * columns
         arrays.each(function(kind, kernels, tolerance)
            local x, t = arrays.new(kind, n, arrays.uniform(-3, 3)), arrays.new(kind, n, arrays.uniform(0, 1))
            local weights, gx, wanted = arrays.new(kind, columns, arrays.uniform(0.5, 2)), arrays.new(kind, n), arrays.new('double', n)
            local sum = 0
            for i = 0, n - 1 do
               local w = weights[i % columns]
               sum = sum + w * (log(1 + exp(x[i])) - t[i] * x[i]) / n
               wanted[i] = w * (1 / (1 + exp(-x[i])) - t[i]) / n
            end
            local got = kernels.MultiLabelSoftMarginCriterion_updateOutput(x, t, n, 1, weights, columns)
            assert.is_true(abs(got - sum) < tolerance * max(1, sum))
            kernels.MultiLabelSoftMarginCriterion_updateGradInput(gx, x, t, n, 1, weights, columns)
            assert.is_true(arrays.error(gx, wanted, n) < tolerance)
         end)
      end
   end)

   it('let a NaN through, as one that Lua may hold', function()
      arrays.each(function(kind, kernels)
         local x = arrays.new(kind, 3, 1)
         ffi.cast('int32_t *', x + 2)[0] = -1
         ffi.cast('int32_t *', x + 3)[-1] = -1
         for name, criterion in pairs(CRITERIA) do
            local loss = kernels[name .. '_updateOutput'](x, arrays.new(kind, 3, 1), 3, 1, unpack(criterion.margin and { MARGIN } or {}))
            assert.is_true(loss ~= loss, name)
         end
      end)
   end)
end)
