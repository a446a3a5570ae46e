local ffi = require 'ffi'
local arrays = require 'spec.support.arrays'
local library = require 'lampas.library'

ffi.cdef 'double expm1(double); double log1p(double);'

local huge, nan = math.huge, 0 / 0
local SPECIAL = { nan, huge, -huge, 0, -0.0, 1e-40, -1e-40, 1e30, -1e30, 90, -90, 710, -710 }

-- Sizes around a vector, around a block and above the size from which kernels go parallel.
local SIZES = { 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 100, 2047, 2048, 2049, 70001 }

local function mixed(i)
   return i % 23 == 22 and SPECIAL[1 + math.floor(i / 23) % #SPECIAL] or -4 + 8 * math.random()
end

describe('Threshold kernel', function()
   setup(function() math.randomseed(3) end)

   local function check(threshold, value)
      for _, n in ipairs(SIZES) do
         arrays.each(function(kind, kernels)
            local x, g = arrays.new(kind, n, mixed), arrays.new(kind, n, mixed)
            local y, gx = arrays.new(kind, n), arrays.new(kind, n)
            local wanted, wanted_gradient = arrays.new(kind, n), arrays.new(kind, n)
            for i = 0, n - 1 do
               wanted[i] = x[i] > threshold and x[i] or value
               wanted_gradient[i] = x[i] > threshold and g[i] or 0
            end
            kernels.Threshold_updateOutput(y, x, n, threshold, value)
            kernels.Threshold_updateGradInput(gx, g, x, n, threshold)
            assert.are.equal(0, arrays.error(y, wanted, n))
            assert.are.equal(0, arrays.error(gx, wanted_gradient, n))
            kernels.Threshold_updateOutput(x, x, n, threshold, value)
            kernels.Threshold_updateGradInput(g, g, x, n, threshold)
            assert.are.equal(0, arrays.error(x, wanted, n))
            assert.are.equal(0, arrays.error(g, wanted_gradient, n))
         end)
      end
   end

   it('keeps what exceeds the threshold, forward and backward, in place and not', function()
      check(0, 0)
      check(0.5, -2)
   end)

   it('does so for results that are written around the caches', function()
      arrays.streamed(function() check(0.5, -2) end)
   end)
end)

describe('activation kernels', function()
   setup(function() math.randomseed(4) end)

   local function sigmoid(x) return 1 / (1 + math.exp(-x)) end
   local family = {
      { 'Tanh', math.tanh, function(y) return 1 - y * y end },
      { 'Sigmoid', sigmoid, function(y) return (1 - y) * y end },
   }

   for _, member in ipairs(family) do
      local name, f, derivative = member[1], member[2], member[3]

      it(name .. ' agrees with the mathematics, forward and backward, in place and not', function()
         for _, n in ipairs(SIZES) do
            arrays.each(function(kind, kernels, tolerance)
               local x, g = arrays.new(kind, n, mixed), arrays.new(kind, n, arrays.uniform(-2, 2))
               local y, gx = arrays.new(kind, n), arrays.new(kind, n)
               local wanted, wanted_gradient = arrays.new('double', n), arrays.new('double', n)
               for i = 0, n - 1 do
                  wanted[i] = f(tonumber(x[i]))
               end
               kernels[name .. '_updateOutput'](y, x, n)
               assert.is_true(arrays.error(y, wanted, n) < tolerance)
               for i = 0, n - 1 do
                  wanted_gradient[i] = g[i] * derivative(tonumber(y[i]))
               end
               kernels[name .. '_updateGradInput'](gx, g, y, n)
               assert.is_true(arrays.error(gx, wanted_gradient, n) < tolerance)
               kernels[name .. '_updateGradInput'](g, g, y, n)
               assert.is_true(arrays.identical(kind, g, gx, n))
               kernels[name .. '_updateOutput'](x, x, n)
               assert.is_true(arrays.identical(kind, x, y, n))
            end)
         end
      end)

      it(name .. ' gives the same bits for any number of threads', function()
         arrays.same_for_any_threads(function(kind, kernels)
            math.randomseed(5)
            local n = 30011
            local x = arrays.new(kind, n, arrays.uniform(-5, 5))
            kernels[name .. '_updateOutput'](x, x, n)
            return x, n
         end)
      end)
   end
end)

describe('activation kernels, element for element', function()
   setup(function() math.randomseed(7) end)

   local exp, abs = math.exp, math.abs
   local expm1, log1p = ffi.C.expm1, ffi.C.log1p
   local FROM_OUTPUT = { ELU = true, SoftPlus = true, Sqrt = true, Exp = true }
   local ROUNDING = { float = 1e-6, double = 4e-15 }

   local function unsigned(x) return abs(x) end

   -- Name, f(x), f'(x, y), constants. `of` makes arguments fit; `loss(x)`: a result is exact to an ulp of that, where not of its own.
   local family = {
      { 'ELU', function(x) return x > 0 and x or 0.5 * expm1(x) end, function(_, y) return y > 0 and 1 or y + 0.5 end, { 0.5 } },
      { 'SoftPlus', function(x) return 2 * x > 20 and x or log1p(exp(2 * x)) / 2 end,
         function(_, y) return 2 * y > 20 and 1 or -expm1(-2 * y) end, { 2, 20 } },
      { 'LogSigmoid', function(x) return x > 0 and -log1p(exp(-x)) or x - log1p(exp(x)) end,
         function(x) return (x > 0 and exp(-x) or 1) / (1 + exp(-abs(x))) end },
      { 'TanhShrink', function(x) return x - math.tanh(x) end, function(x) return math.tanh(x) ^ 2 end, loss = unsigned },
      { 'LeakyReLU', function(x) return x > 0 and x or 0.25 * x end, function(x) return x > 0 and 1 or 0.25 end, { 0.25 } },
      { 'HardTanh', function(x) return x < -1 and -1 or x > 2 and 2 or x end,
         function(x) return (x <= -1 or x >= 2) and 0 or 1 end, { -1, 2 } },
      { 'SoftShrink', function(x) return abs(x) <= 1 and 0 or x > 0 and x - 1 or x + 1 end,
         function(x) return abs(x) <= 1 and 0 or 1 end, { 1 } },
      { 'HardShrink', function(x) return abs(x) <= 1 and 0 or x end, function(x) return abs(x) <= 1 and 0 or 1 end, { 1 } },
      { 'SoftSign', function(x) return abs(x) == huge and (x > 0 and 1 or -1) or x / (1 + abs(x)) end,
         function(x) return 1 / (1 + abs(x)) / (1 + abs(x)) end },
      { 'Abs', abs, function(x) return x < 0 and -1 or 1 end },
      { 'Square', function(x) return x * x end, function(x) return 2 * x end },
      { 'Sqrt', math.sqrt, function(_, y) return y == 0 and 0 or 0.5 / y end, of = unsigned },
      { 'Exp', exp, function(_, y) return y end },
      { 'Log', math.log, function(x) return 1 / x end, of = unsigned, loss = function() return 1 end },
      { 'Power', function(x) return x ^ 1.5 end, function(x) return 1.5 * x ^ 0.5 end, { 1.5 }, of = unsigned },
   }

   -- Rounded to the type, as the kernel's results are.
   local function rounded(kind, value)
      return tonumber(ffi.new(kind, value))
   end

   local function agree(kind, wanted, got, loss)
      wanted = rounded(kind, wanted)
      local limit = ROUNDING[kind] * math.max(abs(wanted), loss) + (kind == 'float' and 1e-44 or 0)
      if not (wanted == got or wanted ~= wanted and got ~= got or abs(got - wanted) <= limit) then
         error(('%.17g, wanted %.17g'):format(got, wanted))
      end
   end

   for _, member in ipairs(family) do
      local name, f, derivative, constants, of, loss = member[1], member[2], member[3], member[4] or {}, member.of, member.loss

      local function check(n)
         arrays.each(function(kind, kernels)
            local x, g = arrays.new(kind, n, mixed), arrays.new(kind, n, arrays.uniform(-2, 2))
            local y, gx = arrays.new(kind, n), arrays.new(kind, n)
            for i = 0, of and n - 1 or -1 do
               x[i] = of(x[i])
            end
            local forward, backward = kernels[name .. '_updateOutput'], kernels[name .. '_updateGradInput']
            forward(y, x, n, unpack(constants))
            local source = FROM_OUTPUT[name] and y or x
            backward(gx, g, source, n, unpack(constants))
            for i = 0, n - 1 do
               local v, value = tonumber(x[i]), tonumber(y[i])
               agree(kind, f(v), value, loss and loss(v) or 0)
               local slope = derivative(v, value)
               agree(kind, slope == 0 and 0 or slope * g[i], tonumber(gx[i]), 0)
            end
            backward(g, g, source, n, unpack(constants))
            assert.is_true(arrays.identical(kind, g, gx, n))
            forward(x, x, n, unpack(constants))
            assert.is_true(arrays.identical(kind, x, y, n))
         end)
      end

      it(name .. ' agrees with the mathematics, NaN, infinities and denormals included, in place and not', function()
         for _, n in ipairs { 1, 7, 33, 34001 } do
            check(n)
         end
      end)
   end

   it('write results around the caches alike', function()
      arrays.each(function(kind, kernels)
         local n = 10007
         local x, y, streamed = arrays.new(kind, n, mixed), arrays.new(kind, n), arrays.new(kind, n)
         kernels.SoftPlus_updateOutput(y, x, n, 1, 20)
         arrays.streamed(function() kernels.SoftPlus_updateOutput(streamed, x, n, 1, 20) end)
         assert.is_true(arrays.identical(kind, y, streamed, n))
      end)
   end)
end)

describe('SoftMax and LogSoftMax kernels', function()
   setup(function() math.randomseed(6) end)

   -- Forward and backward of one layer in double, over outer × dim × inner.
   local function reference(log_form, x, g, outer, dim, inner)
      local y, gx = {}, {}
      for o = 0, outer - 1 do
         for i = 0, inner - 1 do
            local function at(d) return (o * dim + d) * inner + i end
            local top, sum, dot = -huge, 0, 0
            for d = 0, dim - 1 do
               top = math.max(top, tonumber(x[at(d)]))
            end
            for d = 0, dim - 1 do
               sum = sum + math.exp(x[at(d)] - top)
            end
            for d = 0, dim - 1 do
               local probability = math.exp(x[at(d)] - top) / sum
               y[at(d)] = log_form and x[at(d)] - top - math.log(sum) or probability
               dot = dot + g[at(d)] * (log_form and 1 or probability)
            end
            for d = 0, dim - 1 do
               gx[at(d)] = log_form and g[at(d)] - math.exp(y[at(d)]) * dot or y[at(d)] * (g[at(d)] - dot)
            end
         end
      end
      return y, gx
   end

   local SHAPES = {
      { 1, 1, 1 }, { 1, 10, 1 }, { 3, 7, 1 }, { 5, 1, 1 }, { 2, 1025, 1 }, { 65, 100, 1 },
      { 1, 3, 2 }, { 2, 5, 63 }, { 2, 4, 64 }, { 3, 6, 65 }, { 1, 2, 131 }, { 7, 11, 130 },
   }

   for name, log_form in pairs { SoftMax = false, LogSoftMax = true } do
      it(name .. ' agrees with the mathematics, in place and not', function()
         for _, sizes in ipairs(SHAPES) do
            local outer, dim, inner = sizes[1], sizes[2], sizes[3]
            local n = outer * dim * inner
            arrays.each(function(kind, kernels, tolerance)
               local x, g = arrays.new(kind, n, arrays.uniform(-60, 60)), arrays.new(kind, n, arrays.uniform(-2, 2))
               local y, gx = arrays.new(kind, n), arrays.new(kind, n)
               local wanted, wanted_gradient = reference(log_form, x, g, outer, dim, inner)
               kernels[name .. '_updateOutput'](y, x, outer, dim, inner)
               kernels[name .. '_updateGradInput'](gx, g, y, outer, dim, inner)
               assert.is_true(arrays.error(y, wanted, n) < tolerance)
               assert.is_true(arrays.error(gx, wanted_gradient, n) < 10 * tolerance)
               kernels[name .. '_updateGradInput'](g, g, y, outer, dim, inner)
               assert.is_true(arrays.identical(kind, g, gx, n))
               kernels[name .. '_updateOutput'](x, x, outer, dim, inner)
               assert.is_true(arrays.identical(kind, x, y, n))
            end)
         end
      end)

      it(name .. ' keeps NaN and does not overflow', function()
         for inner = 1, 2 do
            arrays.each(function(kind, kernels)
               local n = 4 * inner
               local x, y = arrays.new(kind, n, 1e30), arrays.new(kind, n)
               kernels[name .. '_updateOutput'](y, x, 1, 4, inner)
               assert.is_true(y[0] == y[0])
               x[inner] = nan
               kernels[name .. '_updateOutput'](y, x, 1, 4, inner)
               assert.is_true(y[0] ~= y[0])
               assert.is_true(inner == 1 or y[1] == y[1])
               x[inner] = -huge
               kernels[name .. '_updateOutput'](y, x, 1, 4, inner)
               assert.are.equal(log_form and -huge or 0, tonumber(y[inner]))
            end)
         end
      end)
   end

   it('give finite differences as their gradients', function()
      local kernels = library.kernels.double
      for _, name in ipairs { 'SoftMax', 'LogSoftMax' } do
         local outer, dim, inner = 2, 5, 3
         local n = outer * dim * inner
         local x, g = arrays.new('double', n, arrays.uniform(-1, 1)), arrays.new('double', n, arrays.uniform(-1, 1))
         local y, gx = arrays.new('double', n), arrays.new('double', n)
         local function loss()
            kernels[name .. '_updateOutput'](y, x, outer, dim, inner)
            local sum = 0
            for i = 0, n - 1 do
               sum = sum + y[i] * g[i]
            end
            return sum
         end
         loss()
         kernels[name .. '_updateGradInput'](gx, g, y, outer, dim, inner)
         arrays.check_gradient(x, gx, n, loss)
      end
   end)
end)
