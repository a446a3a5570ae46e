require 'torch'
local ffi = require 'ffi'
local handle = require 'torch.handle'
local memory = require 'torch.memory'
local types = require 'torch.types'
local tensors = require 'spec.support.tensors'

describe('handle', function()
   it('tells the type of tensors and storages', function()
      for _, T in ipairs(types.stored) do
         local x = T.tensor.new(2)
         assert.equal(T, handle.typeOf(x))
         assert.is_nil(handle.typeOf(x:storage()))
         assert.equal(T, handle.storageTypeOf(x:storage()))
         assert.is_nil(handle.storageTypeOf(x))
      end
      for _, other in ipairs { 1, 'x', {}, print, torch.Generator(), torch.MemoryFile(), newproxy() } do
         assert.is_nil(handle.typeOf(other))
         assert.is_nil(handle.storageTypeOf(other))
      end
   end)

   it('gives the structs behind them, and blames the caller for anything else', function()
      local x = torch.Tensor(2, 3)
      assert.equal(6, tonumber(handle.pointer(x).storage.size))
      assert.equal(2, handle.pointer(x).nDimension)
      assert.equal(2, handle.ndim(x))
      assert.equal(6, tonumber(handle.storagePointer(x:storage()).size))
      tensors.refuses('tensor expected, got torch.DoubleStorage', function()
         handle.pointer(x:storage())
      end)
      tensors.refuses('storage expected, got nil', function()
         handle.storagePointer(nil)
      end)
   end)

   it('wraps a reference, which goes with its userdata', function()
      local x = torch.Tensor(4)
      local s = handle.pointer(x).storage
      local before = s.refcount
      do
         local other = x:storage()
         assert.equal(4, #other)
         assert.equal(before + 1, s.refcount)
      end
      collectgarbage()
      collectgarbage()
      assert.equal(before, s.refcount)
   end)

   it('makes room, and says when there is none', function()
      local x, p = handle.new(types.by_name.Float)
      handle.resize(p, 2, ffi.new('long[2]', 3, 4), nil)
      assert.same({ 3, 4 }, x:size():totable())
      handle.resizeAs(p, handle.pointer(torch.IntTensor(5)))
      assert.same({ 5 }, x:size():totable())
      tensors.refuses('not enough memory', function()
         handle.resize(p, 1, ffi.new('long[1]', 2 ^ 60), nil)
      end)
      assert.same({ 5 }, x:size():totable())
      tensors.refuses('not enough memory', function()
         handle.newStorage(types.by_name.Double, 2 ^ 60)
      end)
      tensors.refuses('not resizable', function()
         handle.check(-2)
      end)
   end)

   it('counts the memory of what it makes', function()
      collectgarbage()
      local before = memory.bytes()
      do
         local x = torch.Tensor(1000)
         assert.equal(1000, x:nElement())
         assert.equal(before + 8000, memory.bytes())
      end
      collectgarbage()
      collectgarbage()
      assert.equal(before, memory.bytes())
   end)

   it('shows elements from the first of a tensor on', function()
      for _, T in ipairs(types.stored) do
         local x = T.tensor.new { 1, 2, 3 }
         assert.equal(2, tonumber(handle.elements(x:narrow(1, 2, 2))[0]))
      end
   end)
end)
