local torch = require 'torch'
local layouts = require 'spec.support.tensor_layouts'

local SIZES = { 3, 5, 4 }
local nan = 0 / 0

local COMPARISONS = {
   lt = function(a, b) return a < b end,
   le = function(a, b) return a <= b end,
   gt = function(a, b) return a > b end,
   ge = function(a, b) return a >= b end,
   eq = function(a, b) return a == b end,
   ne = function(a, b) return a ~= b end,
}

local function small()
   return math.random(1, 4)
end

describe('comparison', function()
   setup(function() math.randomseed(13) end)

   for name, holds in pairs(COMPARISONS) do
      it(name .. ' with numbers and tensors, all types, layouts and forms', function()
         local function bit(a, b) return holds(a, b) and 1 or 0 end
         for _, kind in ipairs(layouts.types) do
            for i, layout in ipairs(layouts.names) do
               local x = layouts.make(kind, layout, SIZES, small)
               local y = layouts.make(kind, layouts.names[i % #layouts.names + 1], SIZES, small)
               for _, other in ipairs { 2, y } do
                  local b = type(other) == 'number' and layouts.map(function() return other end, layouts.values(x)) or layouts.values(other)
                  local wanted = layouts.map(bit, layouts.values(x), b)
                  local r = x[name](x, other)
                  assert.equal('torch.ByteTensor', torch.type(r))
                  assert(r:isSize(x:size()))
                  layouts.check('Byte', r, wanted, name .. layout)
                  layouts.check('Byte', torch[name](x, other), wanted, name .. layout)
                  assert(rawequal(torch[name](r:fill(7), x, other), r))
                  layouts.check('Byte', r, wanted, name .. layout)
                  local same = x.new()
                  assert(rawequal(same[name](same, x, other), same))
                  layouts.check(kind, same, wanted, name .. layout .. ' to its own type')
                  layouts.check(kind, x.gt and x[name](x.new(), x, other), wanted, name .. ' called statically')
               end
            end
         end
      end)
   end

   it('with NaN is false but for ne', function()
      local x = torch.Tensor { nan, 1 }
      for name in pairs(COMPARISONS) do
         assert.equal(name == 'ne' and 1 or 0, x[name](x, nan)[1])
      end
   end)

   it('equal asks for sizes and values', function()
      for _, kind in ipairs(layouts.types) do
         for _, layout in ipairs(layouts.names) do
            local x = layouts.make(kind, layout, SIZES, small)
            local y = x:clone()
            assert.is_true(x:equal(y))
            assert.is_true(torch.equal(x, y))
            local flat = y:view(-1)
            flat[flat:size(1)] = 9
            assert.is_false(x:equal(y))
         end
      end
      assert.is_false(torch.Tensor(2, 3):zero():equal(torch.Tensor(3, 2):zero()))
      local large = torch.FloatTensor(400000):fill(1)
      local other = large:clone()
      assert.is_true(large:equal(other))
      other[399999] = 2
      assert.is_false(large:equal(other))
      assert.is_true(torch.Tensor():equal(torch.Tensor()))
   end)

   it('all and any', function()
      assert.is_true(torch.ByteTensor { 1, 2, 1 }:all())
      assert.is_false(torch.ByteTensor { 1, 0, 1 }:all())
      assert.is_true(torch.ByteTensor { 0, 0, 3 }:any())
      assert.is_false(torch.ByteTensor { 0, 0 }:any())
      assert.is_true(torch.all(torch.Tensor { 1, 2 }:gt(0)))
      assert.is_true(torch.any(torch.Tensor { 1, 2 }:gt(1)))
      assert.is_nil(torch.Tensor(1).all)
   end)
end)
