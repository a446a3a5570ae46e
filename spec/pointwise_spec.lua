local bit = require 'bit'
local torch = require 'torch'
local engine = require('lampas.library').engine
local layouts = require 'spec.support.tensor_layouts'

local SMALL = { 3, 5, 4 }
local LARGE = { 70, 31, 50 } -- more than one thread's share, and more than one tile each way

local huge, nan = math.huge, 0 / 0

local function trunc(x)
   return x < 0 and math.ceil(x) or math.floor(x)
end

local function is_floating(kind)
   return kind == 'Float' or kind == 'Double'
end

-- A function of two numbers that minds further ones.
local function two(f)
   return function(x, v) return f(x, v) end
end

-- name of the form with a number, with a tensor, definition (of the type's name too), types
local BINARY = {
   { 'add', nil, function(x, v) return x + v end },
   { 'csub', nil, function(x, v) return x - v end, layouts.signed },
   { 'mul', 'cmul', function(x, v) return x * v end },
   { 'div', 'cdiv', function(x, v, kind) return is_floating(kind) and x / v or trunc(x / v) end },
   { 'fmod', 'cfmod', math.fmod },
   { 'mod', 'cmod', math.fmod },
   { 'remainder', 'cremainder', function(x, v) return x - v * math.floor(x / v) end },
   { 'cmax', 'cmax', two(math.max) },
   { 'cmin', 'cmin', two(math.min) },
   { 'lshift', 'clshift', function(x, v) return x * 2 ^ v end },
   { 'rshift', 'crshift', function(x, v, kind) return is_floating(kind) and x / 2 ^ v or math.floor(x / 2 ^ v) end, nil, 'positive' },
   { 'bitand', 'cbitand', two(bit.band), layouts.integer, 'positive' },
   { 'bitor', 'cbitor', two(bit.bor), layouts.integer, 'positive' },
   { 'bitxor', 'cbitxor', two(bit.bxor), layouts.integer, 'positive' },
   { nil, 'cpow', function(x, v) return x ^ v end, nil, 'positive' },
   { 'pow', nil, function(x, v) return x ^ v end, layouts.floating, 'positive' },
   { nil, 'atan2', math.atan2, layouts.floating },
}

local UNARY = {
   sign = { function(x) return x > 0 and 1 or x < 0 and -1 or 0 end },
   abs = { math.abs, { 'Int', 'Long', 'Float', 'Double' } },
   neg = { function(x) return -x end, layouts.floating },
   cinv = { function(x) return 1 / x end, layouts.floating },
   log = { math.log, layouts.floating, 0.1, 20 },
   log1p = { function(x) return math.log(1 + x) end, layouts.floating, 0, 20 },
   exp = { math.exp, layouts.floating, -5, 5 },
   cos = { math.cos, layouts.floating },
   acos = { math.acos, layouts.floating, -1, 1 },
   cosh = { math.cosh, layouts.floating, -4, 4 },
   sin = { math.sin, layouts.floating },
   asin = { math.asin, layouts.floating, -1, 1 },
   sinh = { math.sinh, layouts.floating, -4, 4 },
   tan = { math.tan, layouts.floating, -1.2, 1.2 },
   atan = { math.atan, layouts.floating },
   tanh = { math.tanh, layouts.floating },
   sqrt = { math.sqrt, layouts.floating, 0, 30 },
   rsqrt = { function(x) return 1 / math.sqrt(x) end, layouts.floating, 0.1, 30 },
   round = { function(x) return trunc(x + (x < 0 and -0.5 or 0.5)) end, layouts.floating },
   ceil = { math.ceil, layouts.floating },
   floor = { math.floor, layouts.floating },
   trunc = { trunc, layouts.floating },
   frac = { function(x) return x - trunc(x) end, layouts.floating },
   sigmoid = { function(x) return 1 / (1 + math.exp(-x)) end, layouts.floating },
}

-- Numbers that every type holds and whose results it holds as well.
local function operand(kind, positive)
   local low = (positive or kind == 'Byte') and 1 or -9
   return function() return math.random(low, 9) end
end

local function divisor()
   return math.random(1, 3)
end

describe('pointwise operations', function()
   setup(function() math.randomseed(11) end)

   for _, row in ipairs(BINARY) do
      local with_number, with_tensor, f, kinds, positive = row[1], row[2], row[3], row[4] or layouts.types, row[5]
      if with_number then
         it(with_number .. ' with a number, all types, layouts and forms', function()
            for _, kind in ipairs(kinds) do
               for _, layout in ipairs(layouts.names) do
                  local x = layouts.make(kind, layout, SMALL, operand(kind, positive))
                  local wanted = layouts.map(function(value) return f(value, 3, kind) end, layouts.values(x))
                  layouts.checkForms(with_number, kind, x, { 3 }, wanted, layout)
               end
            end
         end)
      end
      if with_tensor then
         it(with_tensor .. ' with a tensor, all types, layouts and forms', function()
            for _, kind in ipairs(kinds) do
               for i, layout in ipairs(layouts.names) do
                  local x = layouts.make(kind, layout, SMALL, operand(kind, positive))
                  local others = { layouts.expanded(kind, SMALL, divisor) }
                  for step = 0, 2 do
                     others[#others + 1] = layouts.make(kind, layouts.names[(i + step) % #layouts.names + 1], SMALL, divisor)
                  end
                  for _, y in ipairs(others) do
                     local wanted = layouts.map(function(a, b) return f(a, b, kind) end, layouts.values(x), layouts.values(y))
                     layouts.checkForms(with_tensor, kind, x, { y }, wanted, layout)
                  end
               end
            end
         end)
      end
   end

   for name, row in pairs(UNARY) do
      it(name .. ', its types, layouts and forms', function()
         local f, kinds, low, high = row[1], row[2] or layouts.types, row[3], row[4]
         for _, kind in ipairs(kinds) do
            for _, layout in ipairs(layouts.names) do
               local draw = low and function() return low + (high - low) * math.random() end or operand(kind)
               local x = layouts.make(kind, layout, SMALL, draw)
               layouts.checkForms(name, kind, x, {}, layouts.map(f, layouts.values(x)), layout)
            end
         end
         if torch[name] and kinds == layouts.floating and name ~= 'neg' and name ~= 'cinv' then
            local x = low and (low + high) / 2 or 1.5
            assert(math.abs(torch[name](x) - f(x)) < 1e-14)
         end
      end)
   end

   it('add and csub of tensors, with and without a factor', function()
      for _, kind in ipairs(layouts.types) do
         for i, layout in ipairs(layouts.names) do
            local x = layouts.make(kind, layout, SMALL, function() return math.random(30, 50) end)
            local y = layouts.make(kind, layouts.names[i % #layouts.names + 1], SMALL, divisor)
            local a, b = layouts.values(x), layouts.values(y)
            layouts.checkForms('add', kind, x, { y }, layouts.map(function(p, q) return p + q end, a, b), layout)
            layouts.checkForms('add', kind, x, { 2, y }, layouts.map(function(p, q) return p + 2 * q end, a, b), layout)
            layouts.checkForms('csub', kind, x, { y }, layouts.map(function(p, q) return p - q end, a, b), layout)
            layouts.checkForms('csub', kind, x, { 2, y }, layouts.map(function(p, q) return p - 2 * q end, a, b), layout)
         end
      end
   end)

   it('addcmul, addcdiv, clamp, lerp, and a power of a number', function()
      for _, kind in ipairs(layouts.types) do
         for i, layout in ipairs(layouts.names) do
            local x = layouts.make(kind, layout, SMALL, operand(kind))
            local y = layouts.make(kind, layouts.names[i % #layouts.names + 1], SMALL, function() return 3 * math.random(1, 2) end)
            local z = layouts.make(kind, layouts.names[(i + 2) % #layouts.names + 1], SMALL, function() return 1 + 2 * math.random(0, 1) end)
            local a, b, c = layouts.values(x), layouts.values(y), layouts.values(z)
            layouts.checkForms('addcmul', kind, x, { y, z }, layouts.map(function(p, q, s) return p + q * s end, a, b, c), layout)
            layouts.checkForms('addcmul', kind, x, { 2, y, z }, layouts.map(function(p, q, s) return p + 2 * q * s end, a, b, c), layout)
            layouts.checkForms('addcdiv', kind, x, { y, z }, layouts.map(function(p, q, s) return p + q / s end, a, b, c), layout)
            layouts.checkForms('addcdiv', kind, x, { 2, y, z }, layouts.map(function(p, q, s) return p + 2 * q / s end, a, b, c), layout)
            layouts.checkForms('clamp', kind, x, { 2, 5 }, layouts.map(function(p) return math.min(math.max(p, 2), 5) end, a), layout)
            if is_floating(kind) then
               layouts.checkForms('lerp', kind, x, { y, 0.25 }, layouts.map(function(p, q) return p + 0.25 * (q - p) end, a, b), layout)
               layouts.check(kind, torch.pow(2, x), layouts.map(function(p) return 2 ^ p end, a), '2^x')
               layouts.check(kind, x.new():pow(2, x), layouts.map(function(p) return 2 ^ p end, a), 'r:pow(2, x)')
            end
         end
      end
   end)

   it('cheap powers are powers', function()
      local x = torch.Tensor { 0.5, 1, 2, 3, 10 }
      for _, v in ipairs { 0, 1, 2, 3, 0.5, -0.5, -1, -2, 1.7 } do
         layouts.check('Double', torch.pow(x, v), layouts.map(function(p) return p ^ v end, layouts.values(x)), 'x^' .. v)
      end
   end)

   it('fill, zero and copy between all types, all layouts', function()
      for _, kind in ipairs(layouts.types) do
         for _, layout in ipairs(layouts.names) do
            local x = layouts.make(kind, layout, SMALL, operand(kind))
            for _, other in ipairs(layouts.types) do
               for _, from in ipairs { 'contiguous', 'transposed', 'stepped', 'flat' } do
                  local y = layouts.make(other, from, SMALL, operand('Byte'))
                  assert(rawequal(x:copy(y), x))
                  layouts.check(kind, x, layouts.values(y), ('copy from %s %s to %s %s'):format(from, other, layout, kind))
               end
            end
            assert(rawequal(x:fill(7), x))
            layouts.check(kind, x, layouts.map(function() return 7 end, layouts.values(x)), 'fill ' .. layout)
            layouts.check(kind, torch.zero(x), layouts.map(function() return 0 end, layouts.values(x)), 'zero ' .. layout)
         end
      end
   end)

   it('works on large tensors, whatever the number of threads', function()
      local threads = engine.lampas_threads_get()
      for _, kind in ipairs { 'Byte', 'Float', 'Double' } do
         for i, layout in ipairs(layouts.names) do
            local draw = operand('Byte')
            local x = layouts.make(kind, layout, LARGE, draw)
            local y = layouts.make(kind, layouts.names[(i + 1) % #layouts.names + 1], LARGE, draw)
            local wanted = layouts.map(function(p, q) return p + 2 * q end, layouts.values(x), layouts.values(y))
            for _, n in ipairs { 1, 2 } do
               engine.lampas_threads_set(n)
               layouts.check(kind, torch.add(x, 2, y), wanted, 'large add, ' .. layout)
               layouts.check(kind, y.new():resizeAs(y):copy(x), layouts.values(x), 'large copy, ' .. layout)
            end
         end
      end
      engine.lampas_threads_set(threads)
   end)

   it('truncates and wraps around as C does on the way to integers', function()
      local x = torch.Tensor { 1.9, -1.9, 300.7, -300.7, 65535, 1e6 }
      assert.same({ 1, 255, 44, 212, 255, 64 }, x:byte():totable())
      assert.same({ 1, -1, 44, -44, -1, 64 }, x:char():totable())
      assert.same({ 1, -1, 300, -300, -1, 16960 }, x:short():totable())
      assert.same({ 1, -1, 300, -300, 65535, 1000000 }, x:int():totable())
      assert.same({ 2 ^ 53 }, torch.Tensor { 2 ^ 53 }:long():totable())
   end)

   it('wraps integers around and survives their division by zero', function()
      assert.same({ 4, 0 }, torch.ByteTensor { 250, 246 }:add(10):totable())
      assert.same({ -128 }, torch.CharTensor { 127 }:add(1):totable())
      assert.same({ -2147483648 }, torch.IntTensor { -2147483648 }:div(-1):totable())
      assert.same({ 0, 0 }, torch.IntTensor { 5, -2147483648 }:fmod(-1):totable())
      for _, kind in ipairs(layouts.integer) do
         for _, name in ipairs { 'div', 'fmod', 'remainder' } do
            local x = torch[kind .. 'Tensor'] { 5, 7 }
            assert.same({ 0, 0 }, x[name](x, 0):totable())
         end
      end
   end)

   it('takes the remainder\'s sign from the divisor, fmod\'s from the dividend', function()
      for _, kind in ipairs(layouts.signed) do
         local x = torch[kind .. 'Tensor'] { 5, -5, 6, -6 }
         assert.same({ 2, 1, 0, 0 }, torch.remainder(x, 3):totable())
         assert.same({ -1, -2, 0, 0 }, torch.remainder(x, -3):totable())
         assert.same({ 2, -2, 0, 0 }, torch.fmod(x, 3):totable())
         assert.same({ 2, -2, 0, 0 }, torch.fmod(x, -3):totable())
      end
      local rest = torch.remainder(torch.Tensor { 1 }, 0)
      assert(rest[1] ~= rest[1])
   end)

   it('has the tangent of the C library near its poles', function()
      local x = torch.Tensor(1000)
      for i = 1, 1000 do
         x[i] = math.pi * (0.5 + i % 3) + (i - 500) * 1e-5
      end
      local y = torch.tan(x)
      for i = 1, 1000 do
         assert.equal(math.tan(x[i]), y[i])
      end
      x:tan()
      assert.is_true(x:equal(y))
   end)

   it('keeps NaN and infinity', function()
      for _, kind in ipairs(layouts.floating) do
         local x = torch[kind .. 'Tensor'] { nan, huge, -huge, 0, 2.5, -2.5, 0.49999999999999994, 1e30 }
         layouts.check(kind, torch.round(x), { nan, huge, -huge, 0, 3, -3, kind == 'Float' and 1 or 0, 1e30 }, 'round')
         layouts.check(kind, torch.exp(x:narrow(1, 1, 3)), { nan, huge, 0 }, 'exp')
         layouts.check(kind, torch.clamp(x, -1, 1), { nan, 1, -1, 0, 1, -1, 0.49999999999999994, 1 }, 'clamp')
         layouts.check(kind, torch.add(x, 1), { nan, huge, -huge, 1, 3.5, -1.5, 1.5, 1e30 }, 'add')
      end
   end)

   it('reads operands that overlap the result before it is written', function()
      local x = torch.range(1, 40)
      x:narrow(1, 2, 39):copy(x:narrow(1, 1, 39))
      layouts.check('Double', x:narrow(1, 2, 39), layouts.values(torch.range(1, 39)), 'forward')
      x = torch.range(1, 40)
      x:narrow(1, 1, 39):add(x:narrow(1, 2, 39))
      layouts.check('Double', x:narrow(1, 1, 39), layouts.map(function(v) return 2 * v + 1 end, layouts.values(torch.range(1, 39))), 'backward')
      x = torch.range(1, 100 * 100):resize(100, 100)
      local wanted = layouts.map(function(a, b) return a + b end, layouts.values(x), layouts.values(x:t()))
      layouts.check('Double', x:add(x:t()), wanted, 'a matrix and its transpose')
   end)

   it('pairs shapes of equal count and says what does not pair', function()
      local x, y = torch.Tensor(2, 6):fill(1), torch.Tensor(3, 4):fill(2)
      assert.same({ 2, 6 }, (x + y):size():totable())
      for _, name in ipairs { 'add', 'cmul', 'cdiv', 'copy', 'addcmul' } do
         local ok, message = pcall(function()
            return name == 'addcmul' and x:addcmul(y, torch.Tensor(5)) or x[name](x, torch.Tensor(5))
         end)
         assert(not ok and message:find('inconsistent tensor size', 1, true), name)
      end
      assert.has_error(function() torch.FloatTensor(2):bitand(1) end)
      assert.has_error(function() torch.FloatTensor(2):add(torch.DoubleTensor(2)) end)
   end)

   it('does nothing on empty tensors', function()
      for _, kind in ipairs(layouts.types) do
         local x = torch[kind .. 'Tensor']()
         assert.equal(0, x:add(1):cmul(x):fill(3):zero():nElement())
         assert.equal(0, torch.add(x, x):nElement())
      end
   end)
end)
