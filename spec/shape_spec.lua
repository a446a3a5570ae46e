require 'torch'
local ffi = require 'ffi'
local shape = require 'torch.shape'
local tensors = require 'spec.support.tensors'

-- The sizes that `read` gives, as a list.
local function listed(n, sizes)
   local list = {}
   for i = 1, n do
      list[i] = tonumber(sizes[i - 1])
   end
   return list
end

describe('shape', function()
   it('tells sizes from other arguments', function()
      for _, sizes in ipairs { { 1 }, { 2, 3 }, { 1, 2, 3, 4, 5, 6 }, { torch.LongStorage { 2 } } } do
         assert.is_true(shape.given(unpack(sizes)))
      end
      for _, others in ipairs {
         {}, { 'x' }, { 2, 'x' }, { 2, nil, 3, n = 3 }, { 1, 2, 3, 4, 5, {} }, { torch.LongStorage { 2 }, 3 }, { torch.IntStorage { 2 } },
      } do
         assert.is_false(shape.given(unpack(others, 1, others.n or #others)))
      end
   end)

   it('reads numbers and LongStorages', function()
      assert.same({ 2, 3 }, listed(shape.read(2, 3)))
      assert.same({ 2, 3 }, listed(shape.read(2.9, 3)))
      assert.same({ 1, 2, 3, 4, 5, 6, 7 }, listed(shape.read(1, 2, 3, 4, 5, 6, 7)))
      assert.same({ 4, 5 }, listed(shape.read(torch.LongStorage { 4, 5 })))
      assert.same({}, listed(shape.read(torch.LongStorage())))
   end)

   it('ends at a size that is not positive, unless told otherwise', function()
      assert.same({ 2 }, listed(shape.read(2, 0, 3)))
      assert.same({}, listed(shape.read(-1)))
      assert.same({ 2, -1, 3 }, listed(shape.readAny(2, -1, 3)))
      assert.same({ 2, -1 }, listed(shape.readAny(torch.LongStorage { 2, -1 })))
   end)

   it('refuses what no size is', function()
      for message, value in pairs {
         ['invalid size: nan'] = 0 / 0, ['invalid size: inf'] = 1 / 0, ['invalid size: 1e+300'] = 1e300, ['a number expected, got string'] = 'x',
      } do
         for _, read in ipairs { shape.read, shape.readAny } do
            tensors.refuses(message, function()
               read(2, value)
            end)
         end
      end
      tensors.refuses('65 dimensions, but a tensor has at most 64', function()
         shape.read(torch.LongStorage(65):fill(1))
      end)
      tensors.refuses('65 dimensions, but a tensor has at most 64', function()
         shape.read(unpack(torch.LongStorage(65):fill(1):totable()))
      end)
   end)

   it('is written with crosses', function()
      assert.equal('2x3x4', shape.text(3, ffi.new('long[3]', 2, 3, 4)))
      assert.equal('', shape.text(0, ffi.new('long[1]')))
   end)
end)
