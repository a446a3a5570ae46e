require 'torch'
local ffi = require 'ffi'
local types = require 'torch.types'

ffi.cdef 'int memcmp(const void *, const void *, size_t);'

local name = os.tmpname()

teardown(function()
   os.remove(name)
end)

local function contents(path)
   local file = assert(io.open(path, 'rb'))
   local text = file:read('*a')
   file:close()
   return text
end

-- The three kinds of file that can be written and read again: each is opened afresh for reading.
local KINDS = {
   MemoryFile = function(write)
      local file = torch.MemoryFile()
      write(file)
      return file:seek(1)
   end,
   DiskFile = function(write)
      local file = torch.DiskFile(name, 'w')
      write(file)
      file:close()
      return torch.DiskFile(name, 'r')
   end,
   PipeFile = function(write)
      local file = torch.PipeFile('cat >' .. name, 'w')
      write(file)
      file:close()
      return torch.PipeFile('cat ' .. name, 'r')
   end,
}

local ENCODINGS = {
   ascii = function() end,
   binary = function(file)
      file:binary()
   end,
   ['binary, the other byte order'] = function(file)
      file:binary()
      if file.bigEndianEncoding then
         file:bigEndianEncoding()
      end
   end,
   ['binary, longs of 4 bytes'] = function(file)
      file:binary():longSize(4)
   end,
}

local SAMPLES = {
   Byte = { 0, 10, 13, 32, 200, 255 },
   Char = { -128, -1, 0, 10, 127, 32 },
   Short = { -32768, 0, 32767, 10, -1, 7 },
   Int = { -2147483648, 0, 2147483647, 10, -1, 7 },
   Long = { -2147483648, 0, 2147483647, 10, -1, 7 },
   Float = { 1 / 3, -1e30, 1e-40, 0, 1 / 0, -1 / 0 },
   Double = { 1 / 3, -1e300, 5e-324, 0.1, 1 / 0, -1 / 0 },
   Half = { 1 / 3, -65504, 2 ^ -24, 0, 1 / 0, -1 / 0 },
}

for kind, open in pairs(KINDS) do
   for encoding, set in pairs(ENCODINGS) do
      describe(kind .. ' ' .. encoding, function()
         for _, T in ipairs(types.stored) do
            it('keeps every ' .. T.name, function()
               local storage = T.newStorage(SAMPLES[T.name])
               local read, write = 'read' .. T.name, 'write' .. T.name
               local file = open(function(file)
                  set(file)
                  assert.equal(1, file[write](file, storage[1]))
                  assert.equal(6, file[write](file, storage))
                  assert.equal(0, file[write](file, T.newStorage()))
                  assert.equal(1, file[write](file, storage[6]))
               end)
               set(file)
               assert.equal(storage[1], file[read](file))
               local part = T.newStorage(4)
               assert.equal(4, file[read](file, part))
               assert.same({ unpack(storage:totable(), 1, 4) }, part:totable())
               assert.same({ unpack(storage:totable(), 5, 6) }, file[read](file, 2):totable())
               assert.equal(storage[6], file[read](file))
               assert.error_matches(function()
                  file[read](file)
               end, 'read error: read 0 blocks instead of 1')
               assert.is_true(file:hasError())
               file:close()
            end)
         end

         it('keeps booleans and text', function()
            local file = open(function(file)
               set(file)
               file:writeBool(true)
               file:writeBool(false)
               assert.equal(12, file:writeString('one\n\ntwo\nend'))
            end)
            set(file)
            assert.is_true(file:readBool())
            assert.is_false(file:readBool())
            assert.equal('one', file:readString('*l'))
            assert.equal('', file:readString('*l'))
            assert.equal('two\nend', file:readString('*a'))
            for _, format in ipairs { '*a', '*l' } do
               assert.error_matches(function()
                  file:readString(format)
               end, 'read error: read 0 blocks instead of 1')
            end
            file:close()
         end)

         it('tells what is missing from an array', function()
            local file = open(function(file)
               set(file)
               file:writeInt(torch.IntStorage { 1, 2, 3 })
            end)
            set(file)
            file:quiet()
            assert.is_false(file:hasError())
            assert.same({ 1, 2, 3 }, file:readInt(5):totable())
            assert.is_true(file:hasError())
            assert.is_false(file:clearError():hasError())
            assert.equal(0, file:readInt(torch.IntStorage(2)))
            assert.equal(0, file:readInt())
            assert.equal('', file:readString('*a'))
            file:pedantic()
            assert.error_matches(function()
               file:readInt(2)
            end, 'read error: read 0 blocks instead of 2')
            file:close()
         end)

         it('keeps more than a window holds', function()
            local n = 50000
            local storage = torch.DoubleStorage(n)
            for i = 1, n do
               storage:data()[i - 1] = math.sin(i)
            end
            local file = open(function(file)
               set(file)
               file:writeInt(1)
               assert.equal(n, file:writeDouble(storage))
               file:writeInt(2)
            end)
            set(file)
            assert.equal(1, file:readInt())
            local again = file:readDouble(n)
            assert.equal(0, ffi.C.memcmp(again:data(), storage:data(), n * 8))
            assert.equal(2, file:readInt())
            file:close()
         end)
      end)
   end
end

local function written(write, setup)
   local file = torch.MemoryFile()
   if setup then
      setup(file)
   end
   write(file)
   return (file:storage():string():gsub('%z$', ''))
end

describe('ascii', function()
   it('is one line a call, with blanks between elements', function()
      assert.equal('1\n2 -3\n70000000000\n0.5\n0.10000000000000001\n', written(function(file)
         file:writeInt(1)
         file:writeShort(torch.ShortStorage { 2, -3 })
         file:writeInt(torch.IntStorage())
         file:writeLong(70000000000)
         file:writeFloat(0.5)
         file:writeDouble(0.1)
      end))
   end)

   it('spells floats and doubles with as many digits as they need', function()
      assert.equal('0.333333343\n0.33333333333333331\ninf -inf 0 -0\n', written(function(file)
         file:writeFloat(1 / 3)
         file:writeDouble(1 / 3)
         file:writeDouble(torch.DoubleStorage { 1 / 0, -1 / 0, 0, -1 / (1 / 0) })
      end))
      local text = written(function(file)
         file:writeDouble(0 / 0)
      end)
      assert.is_truthy(text == 'nan\n' or text == '-nan\n')
      for _, spelling in ipairs { 'nan', '-nan', 'NaN' } do
         local value = torch.MemoryFile(torch.CharStorage():string(spelling .. '\0')):readFloat()
         assert.is_true(value ~= value)
      end
   end)

   it('holds bytes and chars as they are', function()
      assert.equal('a b\nc\n', written(function(file)
         file:writeChar(torch.CharStorage():string('a b'))
         file:writeByte(99)
      end))
   end)

   it('goes without spacing when told', function()
      local file = torch.MemoryFile():noAutoSpacing()
      assert.is_false(file:isAutoSpacing())
      file:writeInt(torch.IntStorage { 12, 34 })
      file:writeString(' ')
      file:writeInt(56)
      assert.equal('1234 56\0', file:storage():string())
      file:seek(1)
      assert.equal(1234, file:readInt())
      assert.equal(5, file:position())
      file:autoSpacing()
      assert.equal(56, file:readInt())
   end)

   it('reads over any white space and swallows one newline behind', function()
      local file = torch.MemoryFile(torch.CharStorage():string(' \n\t12  13\r\n\n\nrest\0'))
      assert.same({ 12, 13 }, file:readInt(2):totable())
      assert.equal('\r', file:readString('*l'))
      file:seek(1)
      assert.same({ 12, 13 }, file:readShort(2):totable())
      assert.is_true(file:quiet():readInt() == 0 and file:hasError())
      assert.equal('rest', file:readString('*a'))
   end)

   it('stops where a number ends', function()
      local file = torch.MemoryFile(torch.CharStorage():string('1.5e3x\0'))
      assert.equal(1, file:readInt())
      assert.equal(500, file:readDouble())
      assert.equal('x', file:readString('*a'))
   end)

   it('reads numbers across the windows of a disk file', function()
      local file = torch.DiskFile(name, 'w')
      local lines = {}
      for i = 1, 30000 do
         lines[i] = tostring(i)
      end
      file:writeString((' '):rep(100000) .. table.concat(lines, '  '))
      file:close()
      file = torch.DiskFile(name)
      local numbers = file:readLong(30000)
      for i = 1, 30000 do
         assert(numbers[i] == i)
      end
      file:close()
   end)
end)

describe('binary', function()
   local function hex(text)
      return (text:gsub('.', function(c)
         return ('%02x'):format(c:byte())
      end))
   end

   it('is the elements as they stand in memory', function()
      assert.equal('01000000feff03000000000000000000c03fcdccccccccccfc3f07', hex(written(function(file)
         file:binary()
         file:writeInt(1)
         file:writeShort(-2)
         file:writeLong(3)
         file:writeFloat(1.5)
         file:writeDouble(1.8)
         file:writeByte(7)
      end)))
   end)

   it('has longs of four bytes when told', function()
      local text = written(function(file)
         file:binary():longSize(4):writeLong(torch.LongStorage { 1, -2 })
      end)
      assert.equal('01000000feffffff', hex(text))
      assert.error_matches(function()
         torch.MemoryFile():longSize(5)
      end, 'invalid long size')
   end)

   it('swaps bytes when told', function()
      local file = torch.DiskFile(name, 'rw'):binary()
      assert.is_true(file:isLittleEndianCPU() ~= file:isBigEndianCPU())
      file:bigEndianEncoding()
      file:writeInt(1)
      file:writeShort(torch.ShortStorage { 1, 2 })
      file:littleEndianEncoding()
      file:writeInt(1)
      file:synchronize()
      assert.equal('000000010001000201000000', hex(contents(name):sub(1, 12)))
      file:seek(1)
      assert.equal(16777216, file:readInt())
      file:bigEndianEncoding()
      assert.same({ 1, 2 }, file:readShort(2):totable())
      file:nativeEndianEncoding()
      assert.equal(1, file:readInt())
      file:close()
   end)
end)
