-- What FFI code of others relies on: pointers, the fields of the structs, the payload of a userdata, reference counts.
require 'torch'
local ffi = require 'ffi'
local types = require 'torch.types'

for _, T in ipairs(types.stored) do
   describe(T.tensorName .. ' for FFI code', function()
      local x = T.tensor.new { { 1, 2, 3 }, { 4, 5, 6 } }

      local function number(element)
         return T.kernels and tonumber(element) or T.elements(ffi.new('THHalf[1]', { element }))[0]
      end

      it('points to its first element', function()
         local view = x:select(1, 2)
         assert.equal(ffi.typeof(T.ctype .. ' *'), ffi.typeof(view:data()))
         assert.equal(4, number(view:data()[0]))
         assert.equal(tonumber(ffi.cast('intptr_t', view:data())), view:data(true))
         assert.equal(x:data(true) + 3 * T.bytes, view:data(true))
         assert.equal(x:data(true), x:storage():data(true))
         assert.equal(x:data(true), torch.data(x, true))
         assert.equal(0, T.tensor.new():data(true))
      end)

      it('has a struct with Torch\'s fields', function()
         local view = x:select(2, 3)
         local p = view:cdata()
         assert.equal(ffi.typeof('TH' .. T.name .. 'Tensor *'), ffi.typeof(p))
         assert.same({ 1, 2, 3, 2 }, { p.nDimension, tonumber(p.size[0]), tonumber(p.stride[0]), tonumber(p.storageOffset) })
         assert.equal(6, tonumber(p.storage.size))
         assert.equal(6, number(p.storage.data[5]))
         assert.equal(ffi.typeof('TH' .. T.name .. 'Storage *'), ffi.typeof(x:storage():cdata()))
         assert.equal(torch.pointer(view), view:cdata(true))
         assert.equal(torch.pointer(x:storage()), torch.cdata(x:storage(), true))
      end)

      it('is a userdata that holds the pointer to it', function()
         assert.equal(x:cdata(), ffi.cast(('TH%sTensor **'):format(T.name), x)[0])
         assert.equal(x:storage():cdata(), ffi.cast(('TH%sStorage **'):format(T.name), x:storage())[0])
      end)

      it('counts references', function()
         local y = T.tensor.new(2)
         assert.equal(1, y:cdata().refcount)
         assert.equal(y, y:retain())
         assert.equal(2, y:cdata().refcount)
         y:free()
         assert.equal(1, y:cdata().refcount)
         local s = y:storage()
         assert.equal(2, s:cdata().refcount)
         s:retain()
         assert.equal(3, s:cdata().refcount)
         s:free()
         assert.equal(2, s:cdata().refcount)
      end)

      it('comes back from a pointer', function()
         local y = torch.pushudata(x:retain():cdata(), T.tensorName)
         assert.equal(x, y)
         assert.is_true(y:isSetTo(x))
      end)
   end)
end

describe('a Generator for FFI code', function()
   it('is a userdata that holds the pointer to it', function()
      local gen = torch.Generator()
      assert.equal(torch.pointer(gen), tonumber(ffi.cast('intptr_t', ffi.cast('THGenerator **', gen)[0])))
   end)
end)
