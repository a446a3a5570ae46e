require 'torch'
local ffi = require 'ffi'
local types = require 'torch.types'
local handle = require 'torch.handle'

-- The number that 16 bits stand for.
local function number_of(bits)
   local sign, exponent, fraction = bits >= 0x8000 and -1 or 1, math.floor(bits / 1024) % 32, bits % 1024
   if exponent == 31 then
      return fraction == 0 and sign * math.huge or 0 / 0
   elseif exponent == 0 then
      return sign * fraction * 2 ^ -24
   end
   return sign * (1 + fraction / 1024) * 2 ^ (exponent - 15)
end

local function same(a, b)
   return a == b and 1 / a == 1 / b or a ~= a and b ~= b
end

-- A tensor of all 65536 halves.
local function all_halves()
   local x = torch.HalfTensor(65536)
   local bits = ffi.cast('uint16_t *', x:data())
   for i = 0, 65535 do
      bits[i] = i
   end
   return x, bits
end

describe('HalfTensor', function()
   it('is made of sizes, tables, storages and tensors', function()
      local x = torch.HalfTensor { { 1, 2.5, -3 }, { 4, 65504, 2 ^ -24 } }
      assert.equal('torch.HalfTensor', x:type())
      assert.equal('torch.HalfTensor', torch.type(x))
      assert.is_true(torch.isTensor(x))
      assert.is_true(torch.isStorage(x:storage()))
      assert.equal(2, x:elementSize())
      assert.same({ { 1, 2.5, -3 }, { 4, 65504, 2 ^ -24 } }, x:totable())
      assert.same({ 2.5, -3, 4 }, torch.HalfTensor(x:storage(), 2, 3):totable())
      assert.is_true(torch.HalfTensor(x):isSetTo(x))
      assert.same({ 3, 2 }, x.new(3, 2):size():totable())
      assert.equal(0, torch.HalfTensor():dim())
   end)

   it('has views, sizes and copies as other tensors have', function()
      local x = torch.HalfTensor { { 1, 2, 3 }, { 4, 5, 6 } }
      assert.same({ { 1, 4 }, { 2, 5 }, { 3, 6 } }, x:t():totable())
      assert.same({ { 2, 3 }, { 5, 6 } }, x:narrow(2, 2, 2):totable())
      assert.same({ 4, 5, 6 }, x:select(1, 2):totable())
      assert.equal(5, x:select(1, 2):select(1, 2))
      assert.same({ { 1, 2 }, { 3, 4 }, { 5, 6 } }, x:view(3, 2):totable())
      assert.same({ { 1, 2 }, { 1, 2 } }, torch.HalfTensor { { 1, 2 } }:expand(2, 2):totable())
      assert.same({ { 1, 2, 1, 2 } }, torch.HalfTensor { { 1, 2 } }:repeatTensor(1, 2):totable())
      assert.same({ 1, 4, 2, 5, 3, 6 }, x:t():contiguous():view(-1):totable())
      assert.same({ { 1, 4 }, { 2, 5 }, { 3, 6 } }, x:t():clone():totable())
      assert.same({ { 1, 2 }, { 3, 4 } }, x:resize(2, 2):totable())
   end)

   it('is read and written by number, table and storage, and visited', function()
      local x = torch.HalfTensor { { 1, 2, 3 }, { 4, 5, 6 } }
      assert.equal(4, x[2][1])
      assert.equal(6, x[{ 2, 3 }])
      assert.same({ 2, 5 }, x[{ {}, 2 }]:totable())
      assert.equal(5, x[torch.LongStorage { 2, 2 }])
      x[1][1] = 7
      x[{ 2, 2 }] = -0.5
      x[torch.LongStorage { 1, 3 }] = 9
      x[{ 2, { 2, 3 } }] = torch.IntTensor { 11, 12 }
      assert.same({ { 7, 2, 9 }, { 4, 11, 12 } }, x:totable())
      local y = torch.Tensor { 1, 2 }
      y[1] = torch.HalfTensor { 8 }
      assert.same({ 8, 2 }, y:totable())
      assert.same({ { 8, 3, 10 }, { 5, 12, 13 } }, x:apply(function(v) return v + 1 end):totable())
   end)

   it('holds what its bits say', function()
      local x, bits = all_halves()
      for i = 1, 65536 do
         local wanted = number_of(i - 1)
         if not same(x[i], wanted) then
            error(('%04x is read as %g'):format(i - 1, x[i]))
         end
      end
      -- writing back an element that was read gives the same bits; the midpoint between two goes to the even one
      for i = 0, 0x7bfe do
         local here, there = number_of(i), number_of(i + 1)
         x[i + 1] = here
         assert(bits[i] == i)
         x[i + 1] = (here + there) / 2
         assert(bits[i] == i + i % 2)
         x[i + 1] = here + (there - here) * 0.51
         assert(bits[i] == i + 1)
      end
      x[1] = 65520
      assert.equal(math.huge, x[1])
      x[1] = -65519
      assert.equal(-65504, x[1])
      x[1] = 0 / 0
      assert.is_true(x[1] ~= x[1])
   end)

   it('is copied to and from every type, whatever the strides', function()
      local values = { { 1, 2, 3 }, { 4, 5, 100 } }
      for _, T in ipairs(types.stored) do
         local new = torch.getconstructortable(T.tensorName)
         local x = new(values)
         local half = torch.HalfTensor(3, 2):t():copy(x)
         assert.same(values, half:totable())
         assert.same(values, x[T.suffix](half):totable())
         assert.same(values, half[T.suffix](half):totable())
         assert.same(values, new(3, 2):t():copy(half):totable())
         assert.same(values, half:type(T.tensorName):totable())
         assert.equal(T.tensorName, half:typeAs(x):type())
         assert.same({ { 1, 4 }, { 2, 5 }, { 3, 100 } }, x:t():half():totable())
      end
      local half = torch.HalfTensor { 1.5, -2.75 }
      assert.is_true(half:half() == half)
      assert.same({ 1, -2 }, half:int():totable())
      assert.equal(torch.getdefaulttensortype(), half:real():type())
      assert.equal(0, torch.Tensor():half():dim())
   end)

   it('converts whole tensors as it converts elements', function()
      local x = all_halves()
      local single, double = x:float(), x:double()
      local back, bits = single:half(), ffi.cast('uint16_t *', x:data())
      local again = double:half()
      local after, elements = ffi.cast('uint16_t *', back:data()), handle.elements(again)
      for i = 0, 65535 do
         local wanted = number_of(i)
         assert(same(single[i + 1], wanted) and same(double[i + 1], wanted) and same(elements[i], wanted))
         assert(wanted ~= wanted or after[i] == bits[i])
      end
   end)

   it('prints and is saved', function()
      local x = torch.HalfTensor { { 1, 2 }, { 3, 4 } }
      assert.equal(' 1  2\n 3  4\n[torch.HalfTensor of size 2x2]\n', tostring(x))
      assert.equal(' 1\n 2\n 3\n 4\n[torch.HalfStorage of size 4]\n', tostring(x:storage()))
      local y = torch.HalfTensor { 0.1, -65504, 2 ^ -24, math.huge }
      for _, mode in ipairs { 'binary', 'ascii' } do
         assert.same(x:t():totable(), torch.deserialize(torch.serialize(x:t(), mode), mode):totable())
         assert.same(y:totable(), torch.deserialize(torch.serialize(y, mode), mode):totable())
      end
   end)

   it('does not compute', function()
      local x = torch.HalfTensor { { 1, 2 }, { 3, 4 } }
      local function refused(text, f, ...)
         local ok, message = pcall(f, ...)
         assert.is_false(ok)
         assert.matches('half_spec%.lua:%d+: ' .. text, message)
      end
      refused('fill on torch.HalfTensor not yet supported', function() x:fill(1) end)
      refused('fill on torch.HalfTensor not yet supported', function() x[1] = 3 end)
      refused('maskedSelect on torch.HalfTensor not yet supported', function() return x[torch.ByteTensor(2, 2)] end)
      refused('sum on torch.HalfTensor not yet supported', function() x:sum() end)
      refused('torch.HalfTensor does not implement the torch.add%(%) function', function() torch.add(x, 1) end)
      refused('torch.HalfTensor has no __add__ operator', function() return x + 1 end)
      assert.is_nil(x.nothingOfTheKind)
   end)

   it('is compared by the tester', function()
      local equality = require 'torch.equality'
      local x = torch.HalfTensor { 1, 2, 3 }
      assert.is_true((equality.tensors(x, torch.HalfTensor { 1, 2, 3.001 }, 0.01)))
      assert.is_false((equality.tensors(x, torch.HalfTensor { 1, 2, 3.1 }, 0.01)))
      assert.is_true((equality.anything(x:storage(), torch.HalfStorage { 1, 2, 3 }, 0)))
   end)

   it('gives FFI code its structs', function()
      local x = torch.HalfTensor { 1, 2 }
      assert.equal(0x3c00, x:data()[0].x)
      assert.equal(2, tonumber(x:cdata().size[0]))
      assert.equal(ffi.typeof('THHalfTensor *'), ffi.typeof(x:cdata()))
      assert.equal(ffi.typeof('THHalfStorage *'), ffi.typeof(x:storage():cdata()))
      assert.equal(2, ffi.sizeof('THHalf'))
   end)

   it('may be the default type', function()
      local before = torch.getdefaulttensortype()
      torch.setdefaulttensortype('torch.HalfTensor')
      local name = torch.Tensor(2):type()
      torch.setdefaulttensortype(before)
      assert.equal('torch.HalfTensor', name)
   end)
end)

describe('HalfStorage', function()
   it('holds numbers', function()
      local s = torch.HalfStorage { 1, 2.5, -3 }
      assert.equal(2.5, s[2])
      s[2] = 0.1
      assert.equal(0.0999755859375, s[2])
      assert.same({ 7, 7, 7 }, s:fill(7):totable())
      assert.same({ 1, 2, 3 }, torch.HalfStorage(3):copy(torch.IntStorage { 1, 2, 3 }):totable())
      assert.same({ 7, 7, 7 }, s:type('torch.LongStorage'):totable())
      assert.equal(2, s:elementSize())
   end)
end)
