local torch = require 'torch'
local layouts = require 'spec.support.tensor_layouts'

describe('constructed tensors', function()
   it('zeros and ones', function()
      for name, value in pairs { zeros = 0, ones = 1 } do
         for _, kind in ipairs(layouts.types) do
            local class = 'torch.' .. kind .. 'Tensor'
            local x = torch[name](2, 3, class)
            assert.equal(class, torch.type(x))
            assert.same({ { value, value, value }, { value, value, value } }, x:totable())
            assert.same({ value, value }, torch[name](torch.LongStorage { 2 }, class):totable())
            assert(rawequal(torch[name](x, 1, 2), x))
            assert.same({ { value, value } }, x:totable())
            assert(rawequal(x[name](x, 3), x))
            assert.same({ value, value, value }, x:totable())
         end
      end
      assert.equal('torch.DoubleTensor', torch.type(torch.zeros(2)))
   end)

   it('eye', function()
      assert.same({ { 1, 0 }, { 0, 1 } }, torch.eye(2):totable())
      assert.same({ { 1, 0, 0 }, { 0, 1, 0 } }, torch.eye(2, 3):totable())
      local x = torch.IntTensor(4, 4)
      assert(rawequal(x:eye(3, 2), x))
      assert.same({ { 1, 0 }, { 0, 1 }, { 0, 0 } }, x:totable())
      assert.has_error(function() torch.eye(0) end)
   end)

   it('range', function()
      assert.same({ 1, 2, 3, 4 }, torch.range(1, 4):totable())
      assert.same({ 1, 3, 5 }, torch.range(1, 6, 2):totable())
      assert.same({ 3, 2.5, 2 }, torch.range(3, 2, -0.5):totable())
      assert.same({ 5 }, torch.range(5, 5):totable())
      for _, kind in ipairs(layouts.signed) do
         assert.same({ 4, 2, 0, -2 }, torch.range(torch[kind .. 'Tensor'](), 4, -3, -2):totable())
      end
      local x = torch.Tensor(3, 2):t()
      assert(rawequal(x:range(1, 6), x))
      assert.same({ { 1, 2, 3 }, { 4, 5, 6 } }, x:totable())
      assert.equal(100000, torch.range(1, 100000)[100000])
      local ok, message = pcall(torch.range, 2, 1)
      assert(not ok and message:find('upper bound and larger bound incoherent with step sign', 1, true))
      assert.has_error(function() torch.range(1, 2, 0) end)
   end)

   it('linspace and logspace', function()
      layouts.check('Double', torch.linspace(0, 1, 5), { 0, 0.25, 0.5, 0.75, 1 }, 'linspace')
      layouts.check('Double', torch.logspace(0, 2, 3), { 1, 10, 100 }, 'logspace')
      assert.equal(100, torch.linspace(1, 2):nElement())
      assert.same({ 3 }, torch.linspace(3, 3, 1):totable())
      local x = torch.FloatTensor(2, 2):t()
      x:linspace(1, 4, 4)
      assert.same({ { 1, 2 }, { 3, 4 } }, x:totable())
      assert.has_error(function() torch.linspace(0, 1, 1) end)
   end)

   it('diag, both ways', function()
      local m = torch.range(1, 12):resize(3, 4)
      assert.same({ 1, 6, 11 }, torch.diag(m):totable())
      assert.same({ 2, 7, 12 }, torch.diag(m, 1):totable())
      assert.same({ 5, 10 }, torch.diag(m, -1):totable())
      assert.same({ 1, 6, 11 }, torch.diag(m:t()):totable())
      local v = torch.IntTensor { 1, 2 }
      assert.same({ { 1, 0 }, { 0, 2 } }, torch.diag(v):totable())
      assert.same({ { 0, 1, 0 }, { 0, 0, 2 }, { 0, 0, 0 } }, torch.diag(v, 1):totable())
      assert.same({ { 0, 0, 0 }, { 1, 0, 0 }, { 0, 2, 0 } }, torch.diag(v, -1):totable())
      local r = torch.Tensor(5)
      assert(rawequal(torch.diag(r, m), r))
      assert.has_error(function() torch.diag(torch.Tensor(2, 2, 2)) end)
      assert.has_error(function() torch.diag(m, 4) end)
   end)

   it('tril and triu', function()
      for _, kind in ipairs(layouts.types) do
         for _, transposed in ipairs { false, true } do
            local m = torch.range(torch[kind .. 'Tensor'](), 1, 20):resize(4, 5)
            if transposed then
               m = m:t():contiguous():t()
            end
            for k = -5, 5 do
               local lower, upper = torch.tril(m, k), m:triu(k)
               for i = 1, 4 do
                  for j = 1, 5 do
                     assert.equal(j - i <= k and m[i][j] or 0, lower[i][j])
                     assert.equal(j - i >= k and m[i][j] or 0, upper[i][j])
                  end
               end
            end
            local r = m:clone()
            assert.is_true(torch.tril(r, r):equal(m:tril()))
         end
      end
   end)

   it('trace and cross', function()
      assert.equal(15, torch.range(1, 9):resize(3, 3):trace())
      assert.equal(1 + 6, torch.trace(torch.range(1, 8):resize(2, 4)))
      local x, y = torch.Tensor { 1, 2, 3 }, torch.Tensor { -2, 0, 5 }
      assert.same({ 10, -11, 4 }, torch.cross(x, y):totable())
      assert.same({ 10, -11, 4 }, x:cross(y):totable())
      local a, b = torch.range(1, 24):resize(2, 3, 4), torch.range(24, 1, -1):resize(2, 3, 4)
      local r = torch.cross(a, b)
      for i = 1, 2 do
         for k = 1, 4 do
            local p, q = a[{ i, {}, k }], b[{ i, {}, k }]
            assert.same({ p[2] * q[3] - p[3] * q[2], p[3] * q[1] - p[1] * q[3], p[1] * q[2] - p[2] * q[1] }, r[{ i, {}, k }]:totable())
         end
      end
      assert.is_true(torch.cross(a:clone(), b, 2):equal(r))
      assert.is_true(torch.cross(a, a, b):equal(r))
      assert.has_error(function() torch.cross(torch.Tensor(2), torch.Tensor(2)) end)
      assert.has_error(function() torch.cross(torch.Tensor(3, 2), torch.Tensor(3, 2), 2) end)
   end)
end)
