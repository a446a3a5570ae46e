require 'torch'
local types = require 'torch.types'

for _, T in ipairs(types.all) do
   describe(T.storageName, function()
      local Storage = torch.getconstructortable(T.storageName)

      it('is made of a size, a table or a part of another', function()
         assert.equal(0, #Storage())
         assert.equal(3, #Storage(3))
         local s = Storage { 1, 2, 3 }
         assert.same({ 1, 2, 3 }, s:totable())
         local part = Storage(s, 2, 2)
         part[1] = 7
         assert.same({ 1, 7, 3 }, s:totable())
         assert.same({ 7, 3 }, part:totable())
         s = nil -- luacheck: ignore
         collectgarbage()
         assert.same({ 7, 3 }, part:totable())
      end)

      it('keeps its contents when it is resized', function()
         local s = Storage { 1, 2 }
         assert.equal(s, s:resize(4))
         assert.equal(4, s:size())
         assert.equal(2, s[2])
         assert.same({ 1 }, s:resize(1):totable())
         local part = Storage(Storage(4), 1, 2)
         assert.error_matches(function()
            part:resize(9)
         end, 'not resizable')
      end)

      it('is filled and copied', function()
         local s = Storage(3):fill(2)
         assert.same({ 2, 2, 2 }, s:totable())
         assert.same({ 1, 2, 3 }, s:copy(torch.DoubleStorage { 1.5, 2.5, 3.5 }:type('torch.IntStorage')):totable())
         assert.error_matches(function()
            s:copy(Storage(2))
         end, 'size mismatch')
      end)

      it('gives its memory aligned to 64 bytes', function()
         local s = Storage(10)
         assert.equal(0, s:data(true) % 64)
         s:data()[3] = 5
         assert.equal(5, s[4])
         assert.equal(T.bytes, s:elementSize())
         assert.equal(10, tonumber(s:cdata().size))
      end)

      it('refuses wrong elements and indices', function()
         local s = Storage(2)
         for message, call in pairs {
            ['element at index 2 is not a number'] = function() Storage { 1, 'x' } end,
            ['index 3 out of bounds'] = function() return s[3] end,
            ['index 0 out of bounds'] = function() s[0] = 1 end,
            ['offset out of bounds'] = function() Storage(s, 3) end,
            ['size out of bounds'] = function() Storage(s, 2, 2) end,
            ['takes numbers at numeric indices'] = function() s.x = 1 end,
         } do
            assert.error_matches(call, message)
         end
      end)
   end)
end

describe('a storage of bytes', function()
   it('is read and written as a string', function()
      for _, Storage in ipairs { torch.CharStorage, torch.ByteStorage } do
         local s = Storage(1)
         assert.equal(s, s:string('abc'))
         assert.equal(3, #s)
         assert.equal('abc', s:string())
         assert.equal('', Storage():string())
      end
      assert.is_nil(torch.IntStorage(1).string)
   end)
end)
