require 'torch'
local ffi = require 'ffi'
local types = require 'torch.types'

local function new(T, ...)
   return torch.getconstructortable(T.tensorName)(...)
end

for _, T in ipairs(types.all) do
   describe(T.tensorName, function()
      it('is made of sizes, tables, storages and tensors', function()
         assert.equal(0, new(T):dim())
         assert.is_nil(new(T):storage())
         assert.same({ 2, 3 }, new(T, 2, 3):size():totable())
         assert.equal(0, new(T, 0):dim())
         assert.same({ 2 }, new(T, 2, 0, 3):size():totable())
         if T.name ~= 'Long' then
            assert.same({ 2, 3 }, new(T, torch.LongStorage { 2, 3 }):size():totable())
            assert.same({ 1, 2 }, new(T, torch.LongStorage { 2, 3 }, torch.LongStorage { 1, 2 }):stride():totable())
         end
         local x = new(T, { { 1, 2, 3 }, { 4, 5, 6 } })
         assert.same({ { 1, 2, 3 }, { 4, 5, 6 } }, x:totable())
         local y = new(T, x)
         assert.is_true(y:isSetTo(x))
         assert.same({ 3, 4, 5, 6 }, new(T, x:storage(), 3):totable())
         assert.same({ { 2, 4 }, { 3, 5 } }, new(T, x:storage(), 2, torch.LongStorage { 2, 2 }, torch.LongStorage { 1, 2 }):totable())
         assert.same({ { 2, 3 }, { 4, 5 } }, new(T, x:storage(), 2, 2, -1, 2):totable())
         assert.same({ { 1, 3 }, { 4, 6 } }, new(T, x:storage(), 1, 2, 3, 2, 2):totable())
      end)

      it('shares its storage with views and keeps it alive', function()
         local x = new(T, 4)
         for i = 1, 4 do
            x[i] = i
         end
         local part = x:narrow(1, 2, 2)
         x = nil -- luacheck: ignore
         collectgarbage()
         assert.same({ 2, 3 }, part:totable())
         assert.equal(2, part:storageOffset())
         assert.equal(4, part:storage():size())
      end)

      it('resizes without shrinking its storage and keeps strides of equal sizes', function()
         local x = new(T, { { 1, 2 }, { 3, 4 } })
         local transposed = x:t()
         transposed:resize(2, 2)
         assert.same({ 1, 2 }, transposed:stride():totable())
         x:resize(3)
         assert.same({ 1, 2, 3 }, x:totable())
         assert.equal(4, x:storage():size())
         x:resize(2, 4)
         assert.equal(8, x:storage():size())
         assert.equal(4, x[1][4])
         assert.equal(x, x:resizeAs(new(T, 1, 2)))
         assert.same({ 1, 2 }, x:size():totable())
         assert.equal(0, x:resize(0):dim())
         assert.equal(0, x:nElement())
      end)

      it('gives pointers to its elements and its struct', function()
         local x = new(T, { 1, 2, 3 }):narrow(1, 2, 2)
         assert.equal(2, tonumber(x:data()[0]))
         assert.equal(3, tonumber(x:data()[1]))
         local struct = ffi.cast(('TH%sTensor **'):format(T.name), x)[0]
         assert.equal(1, tonumber(struct.nDimension))
         assert.equal(1, tonumber(struct.storageOffset))
         assert.equal(2, tonumber(struct.storage.data[1]))
         assert.equal(x:data(true), tonumber(ffi.cast('intptr_t', struct.storage.data + 1)))
         assert.is_true(x:cdata() == struct)
         assert.equal(0, new(T, 100):data(true) % 64)
         assert.equal(T.bytes, x:elementSize())
      end)
   end)
end

describe('a tensor', function()
   it('refuses malformed definitions', function()
      for message, build in pairs {
         ['invalid tensor sizes'] = function() torch.Tensor { { 1, 2 }, { 3 } } end,
         ['invalid element %(not a number%)'] = function() torch.Tensor { 1, 'x' } end,
         ['invalid arguments for torch.DoubleTensor'] = function() torch.Tensor(torch.FloatTensor(2)) end,
         ['invalid storage offset'] = function() torch.Tensor(torch.Storage(2), 5) end,
         ['not enough memory'] = function() torch.Tensor(2 ^ 20, 2 ^ 20, 2 ^ 20) end,
         ['dimension 3 out of range of 2D tensor'] = function() torch.Tensor(2, 2):size(3) end,
         ['tensor expected, got nil'] = function() torch.Tensor.size(nil) end,
         ['tables in more than 64 levels'] = function()
            local endless = {}
            endless[1] = endless
            torch.Tensor(endless)
         end,
         ['invalid size: nan'] = function() torch.Tensor(2, 0 / 0) end,
         ['invalid size: a number expected, got string'] = function() torch.Tensor(2, 'x') end,
         ['invalid storage offset: nan'] = function() torch.Tensor(torch.Storage(2), 0 / 0) end,
         ['dimension nan out of range'] = function() torch.Tensor(2, 2):size(0 / 0) end,
         ['index nan out of range'] = function() return torch.Tensor(2)[0 / 0] end,
         ['empty tensor'] = function() return torch.Tensor()[torch.LongStorage()] end,
      } do
         assert.error_matches(build, message)
      end
   end)

   it('blames the line of the caller', function()
      local _, message = pcall(function()
         torch.Tensor(2, 2):size(3)
      end)
      assert.truthy(message:find('spec/Tensor_spec.lua:%d+: '))
   end)

   it('compares sizes and views', function()
      local x = torch.Tensor(2, 3)
      assert.is_true(x:isSameSizeAs(torch.FloatTensor(2, 3)))
      assert.is_false(x:isSameSizeAs(torch.Tensor(3, 2)))
      assert.is_true(x:isSize(torch.LongStorage { 2, 3 }))
      assert.is_false(x:isSize(torch.LongStorage { 2 }))
      assert.is_false(x:isSetTo(x:clone()))
      assert.is_true(torch.Tensor(2, 1, 3):transpose(1, 2):isContiguous())
      assert.is_false(x:t():isContiguous())
   end)

   it('has more dimensions than fit its struct', function()
      local sizes = torch.LongStorage(12):fill(2)
      local x = torch.Tensor(sizes)
      assert.equal(4096, x:nElement())
      assert.equal(11, x:select(5, 2):dim())
      assert.same(sizes:totable(), x:transpose(1, 12):size():totable())
   end)

   it('has dimensions up to the first size that is not positive', function()
      assert.same({ 2 }, torch.Tensor(torch.LongStorage { 2, 0, 3 }):size():totable())
      assert.equal(0, torch.Tensor(torch.LongStorage { -1, 2 }):dim())
      assert.same({ 2 }, torch.Tensor(2, -1, 3):size():totable())
      assert.same({ 2 }, torch.Tensor(4):set(torch.Storage(8), 1, torch.LongStorage { 2, 0 }):size():totable())
   end)

   it('shows nothing when a storage cannot take its sizes', function()
      local x = torch.Tensor(3)
      assert.error_matches(function()
         x:set(torch.Storage(1), 1, 2 ^ 61)
      end, 'not enough memory')
      assert.equal(0, x:dim())
      local file = torch.Storage(torch.Storage(4), 1, 2)
      assert.error_matches(function()
         x:set(file, 2, 2)
      end, 'not resizable')
      assert.equal(0, x:dim())
   end)

   it('forgets its storage with set()', function()
      local x = torch.Tensor(2)
      assert.equal(x, x:set())
      assert.is_nil(x:storage())
      assert.equal(0, x:dim())
   end)

   it('changes its default type', function()
      torch.setdefaulttensortype('torch.FloatTensor')
      assert.equal('torch.FloatTensor', torch.Tensor(1):type())
      assert.equal('torch.FloatStorage', torch.typename(torch.Storage(1)))
      assert.equal('torch.FloatTensor', torch.getdefaulttensortype())
      torch.setdefaulttensortype('torch.DoubleTensor')
      assert.error_matches(function()
         torch.setdefaulttensortype('torch.NoTensor')
      end, 'is not a string describing a torch object')
   end)
end)
