require 'torch'
local types = require 'torch.types'
local tensors = require 'spec.support.tensors'

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

      it('shows a file', function()
         local path = os.tmpname()
         local file = torch.DiskFile(path, 'w'):binary()
         file['write' .. T.name](file, Storage { 1, 2, 3, 4 })
         file:close()
         local private, two = Storage(path), Storage(path, false, 2)
         assert.same({ 1, 2, 3, 4 }, private:totable())
         assert.same({ 1, 2 }, two:totable())
         private[1] = 9
         assert.same({ 1, 2 }, two:totable())
         local shared = Storage(path, true)
         shared[2] = 7
         assert.same({ 1, 7, 3, 4 }, Storage(path, true, 4):totable())
         assert.same({ 1, 7, 3, 4, 0, 0 }, Storage(path, true, 6):totable()) -- enlarged
         assert.equal(6, #Storage(path))
         os.remove(path)
         assert.same({ 1, 7, 3, 4 }, shared:totable())
      end)

      it('is borrowed from an address', function()
         local owner = Storage { 1, 2, 3 }
         local s = Storage(2, owner:data(true))
         s[2] = 5
         assert.same({ 1, 5, 3 }, owner:totable())
         assert.error_matches(function()
            s:resize(3)
         end, 'not resizable')
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
            ['invalid storage size: %-1'] = function() Storage(-1) end,
            ['invalid storage size: nan'] = function() s:resize(0 / 0) end,
            ['invalid storage size: string'] = function() s:resize 'x' end,
            ['not enough memory'] = function() Storage(2 ^ 62) end,
            ['address of the memory expected as a number, got string'] = function() Storage(2, 'x') end,
         } do
            assert.error_matches(call, message)
         end
      end)
   end)
end

-- Only Linux shows the names of shared memory as files.
local function named_memory(name)
   local file = io.open('/dev/shm/' .. name)
   return file and file:close()
end

describe('a storage in shared memory', function()
   local name = os.tmpname()
   os.remove(name)
   name = name:gsub('/', '_')

   it('is found under its name until it is collected', function()
      local s = torch.FloatStorage(name, true, 10, true):fill(3)
      assert.is_true(named_memory(name))
      local other = torch.FloatStorage(name, true, 10, true)
      assert.equal(3, other[10])
      torch.FloatTensor(s, 1, torch.LongStorage { 10 }):range(1, 10)
      assert.same({ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, other:totable())
      local script = ("require 'torch' torch.FloatStorage('%s', true, 10, true)[3] = 42"):format(name)
      os.execute(('LUA_PATH="./lua/?.lua;./lua/?/init.lua;;" luajit -e "%s"'):format(script))
      assert.equal(42, s[3]) -- by another process
      s, other = nil, nil -- luacheck: ignore
      collectgarbage()
      collectgarbage()
      assert.is_nil(named_memory(name))
   end)
end)

describe('a storage over a file', function()
   local path = os.tmpname()
   local folder = path:match('^(.*)/')

   teardown(function()
      os.remove(path)
   end)

   it('is empty when the file is', function()
      assert.equal(0, #torch.IntStorage(path))
      assert.equal(0, #torch.IntStorage(path, true))
   end)

   it('counts whole elements', function()
      assert.equal(7, #torch.ByteStorage(path, true, 7))
      assert.equal(1, #torch.IntStorage(path))
      assert.equal(0, #torch.DoubleStorage(path))
   end)

   it('keeps its size', function()
      local x = torch.IntTensor(torch.IntStorage(path, true, 4)):fill(2)
      assert.equal(8, x:sum())
      assert.error_matches(function()
         x:resize(5)
      end, 'Trying to resize storage that is not resizable')
      assert.equal(8, x:sum())
   end)

   it('says what cannot be mapped', function()
      for message, call in pairs {
         ['unable to open file <' .. path .. '.none> in read-only mode'] = function() torch.IntStorage(path .. '.none') end,
         ['unable to open file <' .. path .. '.none> in read-write mode'] = function() torch.IntStorage(path .. '.none', true) end,
         ['unable to open file <' .. folder .. '>'] = function() torch.IntStorage(folder) end,
         ['size is smaller than the required mapping size'] = function() torch.IntStorage(path, false, 1000) end,
         ['unable to stretch file'] = function() torch.IntStorage(path, true, 2 ^ 59) end,
         ['unable to map file'] = function() torch.IntStorage(path, true, 2 ^ 62) end,
         ['invalid storage size: -3'] = function() torch.IntStorage(path, true, -3) end,
         ['#2 to torch.IntStorage() (boolean expected, got number'] = function() torch.IntStorage(path, 1) end,
         ['#4 to torch.IntStorage() (boolean expected, got string'] = function() torch.IntStorage(path, true, 1, 'x') end,
      } do
         tensors.refuses(message, call)
      end
   end)
end)

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
