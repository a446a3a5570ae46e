-- The kernels of src/nn/RowCriterion.c against the formulas, in batches of one row and of many, of few columns and of many.
local ffi = require 'ffi'
local arrays = require 'spec.support.arrays'

local SHAPES = { { 1, 1 }, { 1, 7 }, { 5, 3 }, { 700, 33 }, { 3, 2500 } }
local MARGIN = 0.75 -- in float, too

local function criterion(rows, columns, power)
   return ffi.new('RowCriterion', rows, columns, MARGIN, power or 1, 1)
end

-- Runs body(kind, kernels, tolerance, rows, columns) over all shapes.
local function each(body)
   for _, shape in ipairs(SHAPES) do
      arrays.each(function(kind, kernels, tolerance)
         body(kind, kernels, tolerance, shape[1], shape[2])
      end)
   end
end

local function assert_loss(wanted, got, tolerance)
   assert.is_true(math.abs(got - wanted) < 10 * tolerance * math.max(1, math.abs(wanted)))
end

describe('row criterion kernels', function()
   setup(function() math.randomseed(14) end)

   it('compute MultiMarginCriterion', function()
      for power = 1, 2 do
         each(function(kind, kernels, tolerance, rows, columns)
            local c, loss = criterion(rows, columns, power), ffi.new('double[1]')
            local x = arrays.new(kind, rows * columns, arrays.uniform(-2, 2))
            local t = arrays.new('int64_t', rows, function() return math.random(columns) end)
            local weights = power == 2 and arrays.new(kind, columns, arrays.uniform(0.5, 2)) or nil
            local gx, wanted, sum = arrays.new(kind, rows * columns, 77), arrays.new('double', rows * columns), 0
            for r = 0, rows - 1 do
               local at, class = r * columns, tonumber(t[r]) - 1
               local norm = (weights and weights[class] or 1) / columns / rows
               for i = 0, columns - 1 do
                  local z = MARGIN - x[at + class] + x[at + i]
                  if i ~= class and z > 0 then
                     local slope = norm * power * z ^ (power - 1)
                     sum, wanted[at + i], wanted[at + class] = sum + norm * z ^ power, slope, wanted[at + class] - slope
                  end
               end
            end
            assert.equal(0, tonumber(kernels.MultiMarginCriterion_updateOutput(c, loss, x, t, weights)))
            assert_loss(sum, loss[0], tolerance)
            assert.equal(0, tonumber(kernels.MultiMarginCriterion_updateGradInput(c, gx, x, t, weights)))
            assert.is_true(arrays.error(gx, wanted, rows * columns) < tolerance)
         end)
      end
   end)

   it('compute MultiLabelMarginCriterion', function()
      each(function(kind, kernels, tolerance, rows, columns)
         local c, loss, n = criterion(rows, columns), ffi.new('double[1]'), rows * columns
         local x, t = arrays.new(kind, n, arrays.uniform(-2, 2)), arrays.new('int64_t', n, 0)
         local flags, gx, wanted, sum = arrays.new(kind, n, 77), arrays.new(kind, n, 77), arrays.new('double', n), 0
         for r = 0, rows - 1 do
            local at, applies = r * columns, {}
            for j = 0, math.min(columns, 1 + r % 4) - 1 do
               t[at + j] = (r + 3 * j) % columns + 1
               applies[tonumber(t[at + j]) - 1] = (applies[tonumber(t[at + j]) - 1] or 0) + 1
            end
            for class, times in pairs(applies) do
               for i = 0, columns - 1 do
                  local z, norm = 1 - x[at + class] + x[at + i], times / columns / rows
                  if not applies[i] and z > 0 then
                     sum, wanted[at + i], wanted[at + class] = sum + norm * z, wanted[at + i] + norm, wanted[at + class] - norm
                  end
               end
            end
         end
         assert.equal(0, tonumber(kernels.MultiLabelMarginCriterion_updateOutput(c, loss, flags, x, t)))
         assert_loss(sum, loss[0], tolerance)
         assert.equal(0, tonumber(kernels.MultiLabelMarginCriterion_updateGradInput(c, gx, flags, x, t)))
         assert.is_true(arrays.error(gx, wanted, n) < tolerance)
      end)
   end)

   it('compute CosineEmbeddingCriterion', function()
      each(function(kind, kernels, tolerance, rows, columns)
         local c, n = criterion(rows, columns), rows * columns
         c.margin = -0.1
         local x, y = arrays.new(kind, n, arrays.uniform(-2, 2)), arrays.new(kind, n, arrays.uniform(-2, 2))
         local labels = arrays.new(kind, rows, function() return math.random() < 0.5 and 1 or -1 end)
         local gx, gy, wanted_x, wanted_y = arrays.new(kind, n), arrays.new(kind, n), arrays.new('double', n), arrays.new('double', n)
         local sum = 0
         for r = 0, rows - 1 do
            local xx, yy, xy = 1e-12, 1e-12, 0
            for i = r * columns, (r + 1) * columns - 1 do
               xx, yy, xy = xx + x[i] ^ 2, yy + y[i] ^ 2, xy + x[i] * y[i]
            end
            local lengths = math.sqrt(xx * yy)
            local cos = xy / lengths
            sum = sum + (labels[r] == 1 and 1 - cos or math.max(0, cos + 0.1)) / rows
            local norm = (labels[r] == 1 and -1 or cos > -0.1 and 1 or 0) / rows
            for i = r * columns, (r + 1) * columns - 1 do
               wanted_x[i], wanted_y[i] = norm * (y[i] / lengths - x[i] * cos / xx), norm * (x[i] / lengths - y[i] * cos / yy)
            end
         end
         assert_loss(sum, kernels.CosineEmbeddingCriterion_updateOutput(c, x, y, labels), tolerance)
         kernels.CosineEmbeddingCriterion_updateGradInput(c, gx, gy, x, y, labels)
         assert.is_true(arrays.error(gx, wanted_x, n) < tolerance)
         assert.is_true(arrays.error(gy, wanted_y, n) < tolerance)
      end)
   end)

   it('give the same bits for any number of threads', function()
      arrays.same_for_any_threads(function(kind, kernels)
         math.randomseed(15)
         local c, loss, n = criterion(700, 33), ffi.new('double[1]'), 700 * 33
         local x, t = arrays.new(kind, n, arrays.uniform(-2, 2)), arrays.new('int64_t', 700, function() return math.random(33) end)
         local results = arrays.new(kind, n + 2)
         kernels.MultiMarginCriterion_updateGradInput(c, results, x, t, nil)
         kernels.MultiMarginCriterion_updateOutput(c, loss, x, t, nil)
         results[n] = loss[0]
         results[n + 1] = kernels.CosineEmbeddingCriterion_updateOutput(c, x, arrays.new(kind, n, arrays.uniform(-2, 2)), arrays.new(kind, 700, 1))
         return results, n + 2
      end)
   end)

   it('say in which row the first class out of range is', function()
      arrays.each(function(kind, kernels)
         local c, loss = criterion(4, 3), ffi.new('double[1]', 77)
         local x, flags = arrays.new(kind, 12, 0), arrays.new(kind, 12, 0)
         local t = arrays.new('int64_t', 12, 1)
         for _, wrong in ipairs { 0, 4, -1 } do
            t[2], t[3] = wrong, wrong
            assert.equal(3, tonumber(kernels.MultiMarginCriterion_updateOutput(c, loss, x, t, nil)))
            assert.equal(3, tonumber(kernels.MultiMarginCriterion_updateGradInput(c, x, x, t, nil)))
         end
         t[0], t[2], t[3], t[10] = 0, 9, 1, 4 -- what stands after a row's first 0 is not looked at
         assert.equal(4, tonumber(kernels.MultiLabelMarginCriterion_updateOutput(c, loss, flags, x, t)))
         assert.equal(4, tonumber(kernels.MultiLabelMarginCriterion_updateGradInput(c, x, flags, x, t)))
         assert.equal(77, loss[0])
      end)
   end)
end)
