require 'torch'
local types = require 'torch.types'

for _, T in ipairs(types.all) do
   describe('elements of ' .. T.tensorName, function()
      local x

      before_each(function()
         x = torch.getconstructortable(T.tensorName) { { 1, 2, 3 }, { 4, 5, 6 } }
      end)

      it('are read by number', function()
         assert.same({ 4, 5, 6 }, x[2]:totable())
         assert.same({ 4, 5, 6 }, x[-1]:totable())
         assert.equal(6, x[2][3])
         assert.equal(6, x[2][-1])
         assert.equal(4, x:t()[1][2])
      end)

      it('are read by tables', function()
         assert.equal(5, x[{ 2, 2 }])
         assert.equal(6, x[{ -1, -1 }])
         assert.same({ 2, 5 }, x[{ {}, 2 }]:totable())
         assert.same({ { 2 }, { 5 } }, x[{ {}, { 2 } }]:totable())
         assert.same({ { 5, 6 } }, x[{ { 2 }, { 2, -1 } }]:totable())
         assert.same({ 1, 2, 3 }, x[{ 1 }]:totable())
         assert.same(x:totable(), x[{}]:totable())
         assert.is_true(x[{}]:isSetTo(x))
      end)

      it('are read by LongStorage and mask', function()
         assert.equal(6, x[torch.LongStorage { 2, 3 }])
         assert.same({ 1, 5 }, x[torch.ByteTensor { { 1, 0, 0 }, { 0, 1, 0 } }]:totable())
      end)

      it('are written by number, table, storage and mask', function()
         x[1] = 7
         assert.same({ 7, 7, 7 }, x[1]:totable())
         x[2] = torch.IntTensor { 1, 2, 3 }
         assert.same({ 1, 2, 3 }, x[2]:totable())
         x[{ 1, 2 }] = 9
         x[{ {}, 3 }] = 0
         x[torch.LongStorage { 2, 1 }] = 8
         assert.same({ { 7, 9, 0 }, { 8, 2, 0 } }, x:totable())
         x[{ { 1 }, { 1, 2 } }] = torch.FloatTensor { 5, 6 }
         assert.same({ 5, 6, 0 }, x[1]:totable())
         x[{}] = 3
         x[torch.ByteTensor { { 1, 0, 0 }, { 0, 0, 1 } }] = 4
         assert.same({ { 4, 3, 3 }, { 3, 3, 4 } }, x:totable())
         x[torch.ByteTensor { { 1, 0, 0 }, { 0, 0, 1 } }] = x.new { 1, 2 }
         assert.same({ { 1, 3, 3 }, { 3, 3, 2 } }, x:totable())
         x[1][2] = 5
         assert.equal(5, x[{ 1, 2 }])
      end)

      it('are visited in row-major order by apply, map and map2', function()
         local seen = {}
         local t = x:t()
         t:apply(function(v)
            seen[#seen + 1] = v
            if v == 2 then
               return 20
            end
         end)
         assert.same({ 1, 4, 2, 5, 3, 6 }, seen)
         assert.equal(20, x[1][2])
         x:map(torch.Tensor(3, 2):apply(function() return 2 end), function(a, b)
            return a == 20 and 2 or a * b
         end)
         assert.same({ { 2, 2, 6 }, { 8, 10, 12 } }, x:totable())
         x:map2(x:clone(), x:clone(), function(a, b, c)
            return a + b - c
         end)
         assert.same({ { 2, 2, 6 }, { 8, 10, 12 } }, x:totable())
         assert.error_matches(function()
            x:apply(function() return 'x' end)
         end, 'given function should return a number or nil')
      end)

      it('become tables', function()
         assert.same({}, x.new():totable())
         assert.same({ 1, 2, 3 }, x[1]:totable())
         assert.same({ { { 1 } } }, x.new { { { 1 } } }:totable())
      end)
   end)
end

describe('an index', function()
   local x = torch.Tensor(2, 3)

   it('out of range or of a wrong kind is refused at the caller\'s line', function()
      for message, call in pairs {
         ['empty tensor'] = function() return torch.Tensor()[1] end,
         ['index 3 out of range'] = function() return x[3] end,
         ['index 0 out of range'] = function() return x[0] end,
         ['too many indices provided'] = function() return x[{ 1, 2, 3 }] end,
         ['index out of bound'] = function() return x[{ 1, 4 }] end,
         ['start index out of bound'] = function() return x[{ { 3, 3 } }] end,
         ['end index out of bound'] = function() return x[{ { 1, 3 } }] end,
         ['end index must be greater or equal to start index'] = function() return x[{ { 2, 1 } }] end,
         ['invalid size'] = function() return x[torch.LongStorage { 1 }] end,
         ['a number or a tensor expected to assign'] = function() x[1] = 'a' end,
         ['torch.DoubleTensor cannot be indexed by a boolean'] = function() x[true] = 1 end,
      } do
         local ok, text = pcall(call)
         assert.is_false(ok)
         assert.truthy(text:find(message, 1, true), text)
         assert.truthy(text:find('^[^:]*index_spec.lua:%d+: '), text)
      end
   end)

   it('of another kind looks for a method', function()
      assert.is_nil(x.no_such_method)
      assert.is_nil(x[true])
   end)
end)
