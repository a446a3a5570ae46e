local ffi = require 'ffi'
local arrays = require 'spec.support.arrays'
local library = require 'lampas.library'

local EPS, MOMENTUM = 1e-5, 0.1

-- batch, features, inner: rows of features, planes narrower and wider than the kernel's change of layout.
local SHAPES = {
   { 2, 1, 1 }, { 3, 5, 1 }, { 100, 67, 1 }, { 7, 64, 1 }, { 65, 130, 1 }, { 300, 65, 1 },
   { 4, 9, 2 }, { 5, 13, 15 }, { 2, 33, 7 }, { 3, 5, 16 }, { 2, 3, 1031 }, { 9, 4, 250 }, { 1, 3, 5 }, { 1, 2, 40 },
}

local function position(b, f, i, features, inner)
   return (b * features + f) * inner + i
end

-- Calls visit(offset) for each element of a feature.
local function each_element(f, batch, features, inner, visit)
   for b = 0, batch - 1 do
      for i = 0, inner - 1 do
         visit(position(b, f, i, features, inner))
      end
   end
end

local function statistics(x, f, batch, features, inner)
   local n, sum, squares = batch * inner, 0, 0
   each_element(f, batch, features, inner, function(at) sum = sum + x[at] end)
   local mean = sum / n
   each_element(f, batch, features, inner, function(at) squares = squares + (x[at] - mean) ^ 2 end)
   return mean, squares / n, squares / (n - 1)
end

local function make(kind, batch, features, inner, offset)
   local n = batch * features * inner
   local layer = {
      x = arrays.new(kind, n, arrays.uniform(offset - 1, offset + 2)), y = arrays.new(kind, n),
      g = arrays.new(kind, n, arrays.uniform(-1, 1.5)), gx = arrays.new(kind, n),
      weight = arrays.new(kind, features, arrays.uniform(-1, 2)), bias = arrays.new(kind, features, arrays.uniform(-1, 1)),
      running_mean = arrays.new(kind, features, arrays.uniform(-1, 1)),
      running_var = arrays.new(kind, features, arrays.uniform(0.5, 2)),
      save_mean = arrays.new(kind, features), save_std = arrays.new(kind, features),
      gradWeight = arrays.new(kind, features, 0.5), gradBias = arrays.new(kind, features, 0.25),
   }
   function layer.forward(kernels, x, y, train)
      kernels.BatchNormalization_updateOutput(y, x, layer.weight, layer.bias, layer.running_mean, layer.running_var,
         layer.save_mean, layer.save_std, batch, features, inner, train, MOMENTUM, EPS)
   end
   function layer.backward(kernels, gx, gradWeight, gradBias, train, scale)
      kernels.BatchNormalization_backward(gx, gradWeight, gradBias, layer.x, layer.g, layer.weight,
         layer.running_mean, layer.running_var, layer.save_mean, layer.save_std, batch, features, inner, train, scale, EPS)
   end
   return layer, n
end

local function check(sizes, offset, train)
   local batch, features, inner = sizes[1], sizes[2], sizes[3]
   local count = batch * inner
   arrays.each(function(kind, kernels, tolerance)
      local layer, n = make(kind, batch, features, inner, offset)
      local limit = tolerance * (1 + math.abs(offset))
      local y, gx = arrays.new('double', n), arrays.new('double', n)
      local names = { 'running_mean', 'running_var', 'gradWeight', 'gradBias' }
      local wanted = {}
      for _, name in ipairs(names) do
         wanted[name] = arrays.new('double', features)
      end
      for f = 0, features - 1 do
         local mean, var = tonumber(layer.running_mean[f]), tonumber(layer.running_var[f])
         wanted.running_mean[f], wanted.running_var[f] = mean, var
         if train then
            local unbiased
            mean, var, unbiased = statistics(layer.x, f, batch, features, inner)
            wanted.running_mean[f] = MOMENTUM * mean + (1 - MOMENTUM) * wanted.running_mean[f]
            wanted.running_var[f] = MOMENTUM * unbiased + (1 - MOMENTUM) * wanted.running_var[f]
         end
         local std, sum, dot = 1 / math.sqrt(var + EPS), 0, 0
         each_element(f, batch, features, inner, function(at)
            y[at] = (layer.x[at] - mean) * std * layer.weight[f] + layer.bias[f]
            sum = sum + layer.g[at]
            dot = dot + layer.g[at] * (layer.x[at] - mean)
         end)
         each_element(f, batch, features, inner, function(at)
            local direct = train and layer.g[at] - sum / count - (layer.x[at] - mean) * std * std * dot / count or layer.g[at]
            gx[at] = direct * std * layer.weight[f]
         end)
         wanted.gradWeight[f] = 0.5 + 2 * dot * std
         wanted.gradBias[f] = 0.25 + 2 * sum
      end
      layer.forward(kernels, layer.x, layer.y, train and 1 or 0)
      assert.is_true(arrays.error(layer.y, y, n) < limit)
      layer.backward(kernels, layer.gx, layer.gradWeight, layer.gradBias, train and 1 or 0, 2)
      assert.is_true(arrays.error(layer.gx, gx, n) < 2 * limit)
      for _, name in ipairs(names) do
         assert.is_true(arrays.error(layer[name], wanted[name], features) < 4 * limit)
      end
      layer.backward(kernels, layer.g, nil, nil, train and 1 or 0, 1)
      assert.is_true(arrays.identical(kind, layer.g, layer.gx, n))
      layer.forward(kernels, layer.x, layer.x, 0)
   end)
end

describe('BatchNormalization kernel', function()
   setup(function() math.randomseed(7) end)

   it('agrees with the mathematics when training', function()
      for _, sizes in ipairs(SHAPES) do
         check(sizes, 0, true)
      end
   end)

   it('agrees with the mathematics when evaluating', function()
      for _, sizes in ipairs(SHAPES) do
         check(sizes, 0, false)
      end
   end)

   it('loses no digits to a large mean', function()
      check({ 100, 5, 1 }, 1000, true)
      check({ 3, 4, 2000 }, 1000, true)
   end)

   it('agrees with the mathematics for results that are written around the caches', function()
      arrays.streamed(function()
         for _, sizes in ipairs { { 3, 2, 1031 }, { 2, 3, 256 } } do
            check(sizes, 0, true)
            check(sizes, 0, false)
         end
      end)
   end)

   it('takes NULL for weight, bias, running statistics and each gradient', function()
      for _, inner in ipairs { 1, 20 } do
         arrays.each(function(kind, kernels, tolerance)
            local layer, n = make(kind, 6, 4, inner, 0)
            kernels.BatchNormalization_updateOutput(layer.y, layer.x, nil, nil, nil, nil, layer.save_mean, layer.save_std,
               6, 4, inner, 1, MOMENTUM, EPS)
            for f = 0, 3 do
               local mean, var = statistics(layer.x, f, 6, 4, inner)
               local at = position(5, f, inner - 1, 4, inner)
               assert.is_true(math.abs(layer.y[at] - (layer.x[at] - mean) / math.sqrt(var + EPS)) < 10 * tolerance)
               assert.is_true(math.abs(layer.save_mean[f] - mean) < tolerance)
               assert.is_true(math.abs(layer.save_std[f] - 1 / math.sqrt(var + EPS)) < 10 * tolerance)
            end
            local before = ffi.string(layer.gradBias, 4 * ffi.sizeof(kind))
            layer.backward(kernels, nil, layer.gradWeight, nil, 1, 1)
            assert.are.equal(before, ffi.string(layer.gradBias, 4 * ffi.sizeof(kind)))
            assert.are.equal(0, tonumber(layer.gx[n - 1]))
         end)
      end
   end)

   it('lets a NaN spoil its own feature alone', function()
      for _, inner in ipairs { 1, 3, 30 } do
         arrays.each(function(kind, kernels)
            local layer = make(kind, 5, 3, inner, 0)
            layer.x[position(2, 1, 0, 3, inner)] = 0 / 0
            layer.forward(kernels, layer.x, layer.y, 1)
            for f = 0, 2 do
               local value = layer.y[position(4, f, inner - 1, 3, inner)]
               assert.are.equal(f == 1, value ~= value)
            end
         end)
      end
   end)

   it('gives the same bits for any number of threads', function()
      for _, sizes in ipairs { { 100, 512, 1 }, { 4, 6, 900 } } do
         arrays.same_for_any_threads(function(kind, kernels)
            math.randomseed(8)
            local layer, n = make(kind, sizes[1], sizes[2], sizes[3], 0)
            layer.forward(kernels, layer.x, layer.y, 1)
            layer.backward(kernels, layer.x, layer.gradWeight, layer.gradBias, 1, 1)
            return layer.x, n
         end)
      end
   end)

   it('gives finite differences as its gradients', function()
      local kernels = library.kernels.double
      for _, sizes in ipairs { { 5, 3, 1 }, { 2, 2, 20 } } do
         for train = 0, 1 do
            local layer, n = make('double', sizes[1], sizes[2], sizes[3], 0)
            local y = arrays.new('double', n)
            local function loss()
               kernels.BatchNormalization_updateOutput(y, layer.x, layer.weight, layer.bias,
                  train == 0 and layer.running_mean or nil, train == 0 and layer.running_var or nil,
                  layer.save_mean, layer.save_std, sizes[1], sizes[2], sizes[3], train, MOMENTUM, EPS)
               local sum = 0
               for i = 0, n - 1 do
                  sum = sum + y[i] * layer.g[i]
               end
               return sum
            end
            loss()
            local gradWeight, gradBias = arrays.new('double', sizes[2]), arrays.new('double', sizes[2])
            layer.backward(kernels, layer.gx, gradWeight, gradBias, train, 1)
            arrays.check_gradient(layer.x, layer.gx, n, loss)
            arrays.check_gradient(layer.weight, gradWeight, sizes[2], loss)
            arrays.check_gradient(layer.bias, gradBias, sizes[2], loss)
         end
      end
   end)
end)
