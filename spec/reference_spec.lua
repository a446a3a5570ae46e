local ffi = require 'ffi'
local torch = require 'torch'
local check = require 'lampas.check'
local mersenne = require 'lampas.reference.mersenne'
local reference = require 'lampas.reference'

-- A contiguous tensor of these sizes with numbers between -1 and 1 that look random, or given ones.
local function tensor(size, values)
   local t = torch.DoubleTensor(torch.LongStorage(size))
   for i = 0, t:nElement() - 1 do
      t:data()[i] = values and values[i + 1] or math.sin(12.9898 * (i + 1) + #size) * 43758.5453 % 2 - 1
   end
   return t
end

local function values_of(array)
   local indices, values = ffi.new('double[?]', array.count), ffi.new('double[?]', array.count)
   for i = 0, array.count - 1 do
      indices[i] = i
   end
   array.fill(indices, array.count, values)
   local list = {}
   for i = 1, array.count do
      list[i] = values[i - 1]
   end
   return list
end

local function named(arrays, name)
   for _, array in ipairs(arrays) do
      if array.name == name then
         return array
      end
   end
end

local function near(expected, got, tolerance)
   assert.equal(#expected, #got)
   for i = 1, #expected do
      assert.near(expected[i], got[i], tolerance or 1e-12)
   end
end

describe('reference values by hand #once', function()
   it('of a convolution with padding and stride', function()
      local r = reference.of 'nn.SpatialConvolution'
      local module = {
         nInputPlane = 1, nOutputPlane = 1, kH = 2, kW = 2, dH = 2, dW = 1, padH = 1, padW = 0,
         weight = tensor({ 1, 1, 2, 2 }, { 1, 2, 3, 4 }), bias = tensor({ 1 }, { 10 }),
      }
      local x, dy = tensor({ 1, 2, 3 }, { 1, 2, 3, 4, 5, 6 }), tensor({ 1, 2, 2 }, { 1, 2, 3, 4 })
      local g = r.geometry(module, { 1, 2, 3 })
      assert.same({ 2, 2 }, { g.oH, g.oW })
      near({ 10 + 3 + 8, 10 + 6 + 12, 10 + 4 + 10, 10 + 5 + 12 }, values_of(r.forward(g, module, x)[1]))
      local arrays = r.backward(g, module, x, dy)
      near({ 3, 4 + 6, 8, 3, 6 + 4, 8 }, values_of(named(arrays, 'gradInput')))
      near({ 4 * 3 + 5 * 4, 5 * 3 + 6 * 4, 1 + 4, 2 + 6 }, values_of(named(arrays, 'gradWeight')))
      near({ 10 }, values_of(named(arrays, 'gradBias')))
   end)

   it('of a linear layer', function()
      local r = reference.of 'nn.Linear'
      local module = { weight = tensor({ 2, 3 }, { 1, 2, 3, 4, 5, 6 }), bias = tensor({ 2 }, { 10, 20 }) }
      local x, dy = tensor({ 2, 3 }, { 1, 0, 2, -1, 1, 1 }), tensor({ 2, 2 }, { 1, 2, 3, 4 })
      local g = r.geometry(module, { 2, 3 })
      near({ 17, 36, 14, 27 }, values_of(r.forward(g, module, x)[1]))
      local arrays = r.backward(g, module, x, dy)
      near({ 9, 12, 15, 19, 26, 33 }, values_of(named(arrays, 'gradInput')))
      near({ 1 - 3, 3, 2 + 3, 2 - 4, 4, 4 + 4 }, values_of(named(arrays, 'gradWeight')))
      near({ 4, 6 }, values_of(named(arrays, 'gradBias')))
   end)

   it('of max pooling: floor, ceil, the first of equals', function()
      local r = reference.of 'nn.SpatialMaxPooling'
      local module = { kH = 2, kW = 2, dH = 2, dW = 2, padH = 0, padW = 0, indices = true }
      local x = tensor({ 1, 3, 3 }, { 5, 5, 1, 2, 3, 9, 7, 8, 4 })
      local g = r.geometry(module, { 1, 3, 3 })
      local arrays = r.forward(g, module, x)
      near({ 5 }, values_of(arrays[1]))
      near({ 1 }, values_of(arrays[2]))
      module.ceil_mode = true
      g = r.geometry(module, { 1, 3, 3 })
      arrays = r.forward(g, module, x)
      near({ 5, 9, 8, 4 }, values_of(arrays[1]))
      near({ 1, 6, 8, 9 }, values_of(arrays[2]))
      near({ 1, 0, 0, 0, 0, 2, 0, 3, 4 }, values_of(r.backward(g, module, x, tensor({ 1, 2, 2 }, { 1, 2, 3, 4 }))[1]))
   end)

   it('of max pooling with padding, whose last window stays inside', function()
      local r = reference.of 'nn.SpatialMaxPooling'
      local g = r.geometry({ kH = 3, kW = 2, dH = 2, dW = 2, padH = 1, padW = 1, ceil_mode = true }, { 1, 1, 4, 3 })
      assert.same({ 3, 2 }, { g.oH, g.oW })
   end)

   it('of a threshold', function()
      local r = reference.of 'nn.ReLU'
      local module, x = { threshold = 0, val = 0 }, tensor({ 4 }, { -1, 0, 2, 0 / 0 })
      local g = r.geometry(module, { 4 })
      near({ 0, 0, 2, 0 }, values_of(r.forward(g, module, x)[1]))
      near({ 0, 0, 7, 0 }, values_of(r.backward(g, module, x, tensor({ 4 }, { 5, 6, 7, 8 }))[1]))
   end)

   it('of batch normalisation', function()
      local r = reference.of 'nn.BatchNormalization'
      local module = {
         eps = 0, momentum = 0.5, train = true, weight = tensor({ 1 }, { 2 }), bias = tensor({ 1 }, { 1 }),
         running_mean = tensor({ 1 }, { 4 }), running_var = tensor({ 1 }, { 2 }),
      }
      local x, context, g = tensor({ 2, 1 }, { 1, 3 }), {}, r.geometry(module, { 2, 1 })
      r.before(module, context)
      local arrays = r.forward(g, module, x, context)
      near({ -1, 3 }, values_of(arrays[1]))
      near({ 3 }, values_of(named(arrays, 'running_mean')))
      near({ 2 }, values_of(named(arrays, 'running_var')))
      module.train = false
      near({ 1 - 3 * math.sqrt(2), 1 - math.sqrt(2) }, values_of(r.forward(r.geometry(module, { 2, 1 }), module, x, context)[1]))
   end)

   it('of dropout: the mask of the seed', function()
      local r = reference.of 'nn.Dropout'
      local draw, mask = mersenne(7), {}
      for i = 1, 6 do
         mask[i] = draw() / 2 ^ 32 <= 0.75 and 1 or 0
      end
      local module, x = { p = 0.25, v2 = true, train = true }, tensor({ 6 }, { 3, 3, 3, 3, 3, 3 })
      local y = values_of(r.forward(r.geometry(module, { 6 }), module, x, { seed = 7 })[1])
      for i = 1, 6 do
         assert.near(mask[i] * 4, y[i], 1e-12)
      end
      module.train = false
      near({ 3, 3, 3, 3, 3, 3 }, values_of(r.forward(r.geometry(module, { 6 }), module, x, { seed = 7 })[1]))
      module.v2 = false
      near({ 2.25, 2.25, 2.25, 2.25, 2.25, 2.25 }, values_of(r.forward(r.geometry(module, { 6 }), module, x, { seed = 7 })[1]))
   end)

   it('of the criteria', function()
      local nll = reference.of 'nn.ClassNLLCriterion'
      local x, target = tensor({ 2, 3 }, { -1, -2, -3, -4, -5, -6 }), tensor({ 2 }, { 2, 3 })
      local module = { sizeAverage = true, weights = tensor({ 3 }, { 1, 1, 3 }) }
      local g = nll.geometry(module, { 2, 3 })
      near({ (2 + 18) / 4 }, values_of(nll.forward(g, module, x, target)[1]))
      near({ 0, -0.25, 0, 0, 0, -0.75 }, values_of(nll.backward(g, module, x, target)[1]))
      local bce = reference.of 'nn.BCECriterion'
      x, target = tensor({ 2 }, { 0.5, 0.25 }), tensor({ 2 }, { 1, 0 })
      g = bce.geometry({}, { 2 })
      near({ -(math.log(0.5) + math.log(0.75)) / 2 }, values_of(bce.forward(g, {}, x, target)[1]), 1e-11)
      near({ -0.5 / 0.25 / 2, 0.25 / 0.1875 / 2 }, values_of(bce.backward(g, {}, x, target)[1]), 1e-11)
   end)
end)

describe('reference gradients are the derivatives of the reference #once', function()
   -- Sum of output * gradOutput by the forward reference.
   local function loss(r, module, x, dy, context)
      local sum = 0
      for i, value in ipairs(values_of(r.forward(r.geometry(module, reference.sizes(x)), module, x, context or {})[1])) do
         sum = sum + value * (dy and tonumber(dy:data()[i - 1]) or 1)
      end
      return sum
   end

   local function check_derivative(r, module, x, dy, of, name, context)
      local step = 1e-5
      local backward = r.backward(r.geometry(module, reference.sizes(x)), module, x, dy, context or {})
      local analytic = values_of(named(backward, name))
      assert.equal(of:nElement(), #analytic)
      for i = 0, of:nElement() - 1 do
         local kept = of:data()[i]
         of:data()[i] = kept + step
         local above = loss(r, module, x, dy, context)
         of:data()[i] = kept - step
         local below = loss(r, module, x, dy, context)
         of:data()[i] = kept
         assert.near((above - below) / (2 * step), analytic[i + 1], 1e-6)
      end
   end

   local function convolution(fields)
      local module = {
         nInputPlane = 2, nOutputPlane = 3, kH = 3, kW = 2, dH = 1, dW = 2, padH = 1, padW = 1,
         weight = tensor { 3, 2, 3, 2 }, bias = tensor { 3 },
      }
      for name, value in pairs(fields or {}) do
         module[name] = value
      end
      return module
   end

   it('for convolutions', function()
      local r = reference.of 'nn.SpatialConvolution'
      for _, fields in ipairs { {}, { dH = 3, dW = 1, padH = 0, padW = 0 }, { dH = 2, dW = 3, padH = 2 } } do
         local module, x = convolution(fields), tensor { 2, 2, 6, 5 }
         local g = r.geometry(module, { 2, 2, 6, 5 })
         local dy = tensor { 2, 3, g.oH, g.oW }
         check_derivative(r, module, x, dy, x, 'gradInput')
         check_derivative(r, module, x, dy, module.weight, 'gradWeight')
         check_derivative(r, module, x, dy, module.bias, 'gradBias')
      end
   end)

   it('for linear layers', function()
      local r, module = reference.of 'nn.Linear', { weight = tensor { 4, 5 }, bias = tensor { 4 } }
      local x, dy = tensor { 3, 5 }, tensor { 3, 4 }
      check_derivative(r, module, x, dy, x, 'gradInput')
      check_derivative(r, module, x, dy, module.weight, 'gradWeight')
      check_derivative(r, module, x, dy, module.bias, 'gradBias')
   end)

   it('for pooling and thresholds', function()
      local pooling = { kH = 3, kW = 2, dH = 1, dW = 2, padH = 1, padW = 1 }
      local r, x = reference.of 'nn.SpatialMaxPooling', tensor { 2, 2, 5, 6 }
      local g = r.geometry(pooling, { 2, 2, 5, 6 })
      check_derivative(r, pooling, x, tensor { 2, 2, g.oH, g.oW }, x, 'gradInput')
      check_derivative(reference.of 'nn.Threshold', { threshold = 0.1, val = 3 }, x, tensor { 2, 2, 5, 6 }, x, 'gradInput')
   end)

   it('for batch normalisation, in training and evaluation', function()
      local r = reference.of 'nn.SpatialBatchNormalization'
      for _, train in ipairs { true, false } do
         local module = {
            eps = 1e-3, momentum = 0.1, train = train, weight = tensor { 3 }, bias = tensor { 3 },
            running_mean = tensor { 3 }, running_var = tensor({ 3 }, { 1, 2, 3 }),
         }
         local x, dy, context = tensor { 2, 3, 2, 2 }, tensor { 2, 3, 2, 2 }, {}
         r.before(module, context)
         check_derivative(r, module, x, dy, x, 'gradInput', context)
         check_derivative(r, module, x, dy, module.weight, 'gradWeight', context)
         check_derivative(r, module, x, dy, module.bias, 'gradBias', context)
      end
   end)

   it('for dropout', function()
      local x = tensor { 4, 5 }
      check_derivative(reference.of 'nn.Dropout', { p = 0.4, v2 = true, train = true }, x, tensor { 4, 5 }, x, 'gradInput', { seed = 3 })
   end)

   it('for the criteria', function()
      local function derivative(r, module, x, target)
         local g = r.geometry(module, reference.sizes(x))
         local analytic = values_of(r.backward(g, module, x, target)[1])
         for i = 0, x:nElement() - 1 do
            local kept, sides = x:data()[i], {}
            for k, step in ipairs { 1e-6, -1e-6 } do
               x:data()[i] = kept + step
               sides[k] = values_of(r.forward(g, module, x, target)[1])[1]
            end
            x:data()[i] = kept
            assert.near((sides[1] - sides[2]) / 2e-6, analytic[i + 1], 1e-6)
         end
      end
      local probabilities, targets = tensor({ 2, 2 }, { 0.2, 0.7, 0.4, 0.9 }), tensor({ 2, 2 }, { 1, 0, 0.5, 0.1 })
      derivative(reference.of 'nn.BCECriterion', { weights = tensor({ 2 }, { 1, 3 }) }, probabilities, targets)
      derivative(reference.of 'nn.ClassNLLCriterion', { ignoreIndex = 1 }, tensor { 3, 4 }, tensor({ 3 }, { 4, 1, 2 }))
   end)
end)

describe('the generator #once', function()
   it('is MT19937', function()
      local draw = mersenne(5489)
      assert.equal(3499211612, draw())
      assert.equal(581869302, draw())
      for _ = 3, 9999 do
         draw()
      end
      assert.equal(4123659995, draw())
   end)
end)

describe('a check #once', function()
   local function array(actual, values, traits, terms)
      return reference.array('output', actual, reference.sizes(actual), terms or 1, function(indices, n, out)
         for k = 0, n - 1 do
            out[k] = values[indices[k] + 1]
         end
      end, traits)
   end

   it('finds one wrong entry, and says which', function()
      local result = check.arrays({ array(tensor({ 2, 2 }, { 1, 2, 3, 4 }), { 1, 2, 3.5, 4 }) }, 'double')
      assert.is_false(result.ok)
      assert.near(0.125, result.error, 1e-12)
      assert.is_truthy(result.message:find('output[2] is 3, expected 3.5', 1, true))
   end)

   it('measures the error against the largest entry', function()
      local result = check.arrays({ array(tensor({ 2 }, { 1000, 0.001 }), { 1000, 0.001 + 1e-4 }) }, 'float')
      assert.is_true(result.ok)
      assert.near(1e-7, result.error, 1e-12)
   end)

   it('never lets a NaN or an infinity through where none should be', function()
      for _, bad in ipairs { 0 / 0, 1 / 0, -1 / 0 } do
         assert.is_false(check.arrays({ array(tensor({ 2 }, { 1, bad }), { 1, 2 }) }, 'float').ok)
         assert.is_false(check.arrays({ array(tensor({ 2 }, { 1, 2 }), { 1, bad }) }, 'float').ok)
         assert.is_true(check.arrays({ array(tensor({ 2 }, { 1, bad }), { 1, bad }) }, 'float').ok)
      end
   end)

   it('refuses wrong sizes and missing tensors', function()
      local two = array(tensor({ 2 }, { 1, 2 }), { 1, 2 })
      two.size = { 1, 2 }
      assert.equal('output is 2, expected 1x2', check.arrays({ two }, 'float').message)
      two.actual = nil
      assert.equal('output is nil, expected a tensor', check.arrays({ two }, 'float').message)
   end)

   it('draws entries of large arrays, the ends always among them', function()
      local n = 100000
      local values, seen, count = {}, {}, 0
      local large = reference.array('output', tensor { n }, { n }, 1e5, function(indices, m, out)
         for k = 0, m - 1 do
            assert.is_true(indices[k] >= 0 and indices[k] < n and indices[k] % 1 == 0)
            count = count + (seen[indices[k]] and 0 or 1)
            seen[indices[k]] = true
            out[k] = values[indices[k]] or 0
         end
      end)
      check.arrays({ large }, 'float', check.quick)
      assert.is_true(count > 1900 and count <= 2048, count)
      assert.is_true(seen[0] and seen[31] and seen[n - 1] and seen[n - 32])
   end)

   it('allows more for float, long sums and transforms; nothing where entries must be equal', function()
      local short = { slack = 1, terms = 9 }
      assert.near(2e-6, check.limit(short, 'float'), 1e-18)
      assert.is_true(check.limit(short, 'double') < 1e-12)
      assert.near(4e-6, check.limit({ slack = 1, terms = 4096 }, 'float'), 1e-18)
      assert.near(2e-5, check.limit({ slack = 10, terms = 9 }, 'float'), 1e-18)
      assert.equal(0, check.limit({ slack = 1, terms = 9, exact = true }, 'float'))
   end)

   it('knows no reference for other names', function()
      assert.is_nil(reference.of 'nn.NoSuchLayer')
      assert.is_nil(reference.of 'mine.Linear')
   end)
end)
