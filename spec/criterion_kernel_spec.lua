local ffi = require 'ffi'
local arrays = require 'spec.support.arrays'
local library = require 'lampas.library'

local IGNORE = -100
local result = ffi.new('double[2]')

describe('ClassNLLCriterion kernel', function()
   setup(function() math.randomseed(9) end)

   -- batch, classes, inner
   local SHAPES = { { 1, 1, 1 }, { 1, 7, 1 }, { 5, 3, 1 }, { 512, 10, 1 }, { 5001, 4, 1 }, { 3, 5, 17 }, { 2, 3, 2500 }, { 30, 600, 1 } }

   local function target(classes)
      return function() return math.random() < 0.1 and IGNORE or math.random(classes) end
   end

   it('agrees with the mathematics, with and without weights, averaging and summing', function()
      for _, sizes in ipairs(SHAPES) do
         local batch, classes, inner = sizes[1], sizes[2], sizes[3]
         local n, samples = batch * classes * inner, batch * inner
         for options = 0, 3 do
            local average = options % 2
            arrays.each(function(kind, kernels, tolerance)
               local x, t = arrays.new(kind, n, arrays.uniform(-5, 0)), arrays.new('int64_t', samples, target(classes))
               local weights = options >= 2 and arrays.new(kind, classes, arrays.uniform(0.5, 2)) or nil
               local gx, wanted = arrays.new(kind, n, 77), arrays.new('double', n)
               local loss, total = 0, 0
               for s = 0, samples - 1 do
                  if t[s] ~= IGNORE then
                     local b, i, c = math.floor(s / inner), s % inner, tonumber(t[s]) - 1
                     local w = weights and weights[c] or 1
                     loss, total = loss - w * x[(b * classes + c) * inner + i], total + w
                     wanted[(b * classes + c) * inner + i] = -w
                  end
               end
               if average == 1 and total > 0 then
                  loss = loss / total
                  for i = 0, n - 1 do
                     wanted[i] = wanted[i] / total
                  end
               end
               local bad = kernels.ClassNLLCriterion_updateOutput(result, x, t, weights, batch, classes, inner, average, IGNORE)
               assert.are.equal(0, tonumber(bad))
               assert.is_true(math.abs(result[0] - loss) <= 1e-12 * math.max(1, math.abs(loss)))
               assert.is_true(math.abs(result[1] - total) <= 1e-12 * math.max(1, total))
               bad = kernels.ClassNLLCriterion_updateGradInput(gx, t, weights, total, batch, classes, inner, average, IGNORE)
               assert.are.equal(0, tonumber(bad))
               assert.is_true(arrays.error(gx, wanted, n) < tolerance)
            end)
         end
      end
   end)

   it('says where the first target out of range is', function()
      for _, inner in ipairs { 1, 3 } do
         arrays.each(function(kind, kernels)
            local samples = 9000 * inner
            local x, t = arrays.new(kind, samples * 2), arrays.new('int64_t', samples, 2)
            for _, case in ipairs { { 0, 0 }, { samples - 1, 3 }, { 5000, -1 } } do
               t[case[1]] = case[2]
               local gx = arrays.new(kind, samples * 2)
               assert.are.equal(case[1] + 1,
                  tonumber(kernels.ClassNLLCriterion_updateOutput(result, x, t, nil, 9000, 2, inner, 1, IGNORE)))
               assert.are.equal(case[1] + 1,
                  tonumber(kernels.ClassNLLCriterion_updateGradInput(gx, t, nil, samples, 9000, 2, inner, 1, IGNORE)))
               t[case[1]] = 2
            end
            t[7000], t[8000] = 9, 9
            assert.are.equal(7001, tonumber(kernels.ClassNLLCriterion_updateOutput(result, x, t, nil, 9000, 2, inner, 1, IGNORE)))
         end)
      end
   end)

   it('gives 0 when every target is ignored', function()
      arrays.each(function(kind, kernels)
         local x, t, gx = arrays.new(kind, 6, -1), arrays.new('int64_t', 2, IGNORE), arrays.new(kind, 6, 5)
         kernels.ClassNLLCriterion_updateOutput(result, x, t, nil, 2, 3, 1, 1, IGNORE)
         assert.are.equal(0, result[0])
         assert.are.equal(0, result[1])
         kernels.ClassNLLCriterion_updateGradInput(gx, t, nil, 0, 2, 3, 1, 1, IGNORE)
         for i = 0, 5 do
            assert.are.equal(0, tonumber(gx[i]))
         end
      end)
   end)
end)

describe('BCECriterion kernel', function()
   setup(function() math.randomseed(10) end)

   local SHAPES = { { 1, 1 }, { 1, 7 }, { 3, 5 }, { 100, 512 }, { 1, 2049 }, { 7, 1500 }, { 5000, 3 } }

   it('agrees with the mathematics, with and without weights, averaging and summing', function()
      for _, sizes in ipairs(SHAPES) do
         local rows, columns = sizes[1], sizes[2]
         local n = rows * columns
         for options = 0, 3 do
            local average = options % 2
            arrays.each(function(kind, kernels, tolerance)
               local x, t = arrays.new(kind, n, arrays.uniform(0.01, 0.99)), arrays.new(kind, n, arrays.uniform(0, 1))
               local weights = options >= 2 and arrays.new(kind, columns, arrays.uniform(0.5, 2)) or nil
               local gx, wanted = arrays.new(kind, n), arrays.new('double', n)
               local loss = 0
               for i = 0, n - 1 do
                  local w = weights and weights[i % columns] or 1
                  loss = loss - w * (t[i] * math.log(x[i] + 1e-12) + (1 - t[i]) * math.log(1 - x[i] + 1e-12))
                  wanted[i] = w * (x[i] - t[i]) / ((1 - x[i] + 1e-12) * (x[i] + 1e-12)) / (average == 1 and n or 1)
               end
               loss = average == 1 and loss / n or loss
               assert.are.equal(0, tonumber(kernels.BCECriterion_updateOutput(result, x, t, weights, rows, columns, average)))
               assert.is_true(math.abs(result[0] - loss) < tolerance * math.max(1, math.abs(loss)))
               kernels.BCECriterion_updateGradInput(gx, x, t, weights, rows, columns, average)
               assert.is_true(arrays.error(gx, wanted, n) < tolerance)
            end)
         end
      end
   end)

   it('bounds the loss and the gradient at 0 and 1', function()
      arrays.each(function(kind, kernels, tolerance)
         local x = arrays.new(kind, 4, function(i) return math.floor(i / 2) end)
         local t = arrays.new(kind, 4, function(i) return i % 2 end)
         local gx = arrays.new(kind, 4)
         assert.are.equal(0, tonumber(kernels.BCECriterion_updateOutput(result, x, t, nil, 1, 4, 0)))
         assert.is_true(math.abs(result[0] / (-2 * math.log(1e-12)) - 1) < 10 * tolerance)
         kernels.BCECriterion_updateGradInput(gx, x, t, nil, 1, 4, 0)
         for i, wanted in ipairs { 0, -1e12, 1e12, 0 } do
            assert.is_true(math.abs(gx[i - 1] - wanted) < 1e12 * math.max(tolerance, 1e-11))
         end
      end)
   end)

   it('says where the first input outside 0 … 1 is', function()
      for _, wrong in ipairs { -1e-6, 1.001, 0 / 0, math.huge, -math.huge } do
         arrays.each(function(kind, kernels)
            local n = 6001
            local x, t = arrays.new(kind, n, 0.5), arrays.new(kind, n, 1)
            for _, at in ipairs { n - 1, 4000, 3, 0 } do
               x[at] = wrong
               result[0] = 77
               assert.are.equal(at + 1, tonumber(kernels.BCECriterion_updateOutput(result, x, t, nil, 1, n, 1)))
               assert.are.equal(77, result[0])
            end
         end)
      end
   end)

   it('gives the same bits for any number of threads', function()
      arrays.same_for_any_threads(function(kind, kernels)
         math.randomseed(11)
         local n = 100 * 512
         local x, t = arrays.new(kind, n, arrays.uniform(0, 1)), arrays.new(kind, n, arrays.uniform(0, 1))
         local gx = arrays.new(kind, n)
         kernels.BCECriterion_updateOutput(result, x, t, nil, 100, 512, 1)
         kernels.BCECriterion_updateGradInput(gx, x, t, nil, 100, 512, 1)
         gx[0] = result[0]
         return gx, n
      end)
   end)

   it('gives the finite difference as its gradient', function()
      local kernels = library.kernels.double
      local x, t = arrays.new('double', 12, arrays.uniform(0.1, 0.9)), arrays.new('double', 12, arrays.uniform(0, 1))
      local weights, gx = arrays.new('double', 4, arrays.uniform(0.5, 2)), arrays.new('double', 12)
      kernels.BCECriterion_updateGradInput(gx, x, t, weights, 3, 4, 1)
      arrays.check_gradient(x, gx, 12, function()
         kernels.BCECriterion_updateOutput(result, x, t, weights, 3, 4, 1)
         return result[0]
      end)
   end)
end)
