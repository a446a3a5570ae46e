require 'torch'

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

describe('a place in a file', function()
   for kind, open in pairs {
      MemoryFile = torch.MemoryFile,
      DiskFile = function()
         os.remove(name)
         return torch.DiskFile(name, 'rw')
      end,
   } do
      it('is found and changed in a ' .. kind, function()
         local file = open():binary()
         assert.equal(1, file:position())
         file:writeInt(torch.IntStorage { 1, 2, 3, 4 })
         assert.equal(17, file:position())
         file:seek(5)
         assert.equal(2, file:readInt())
         file:writeInt(30)
         assert.equal(13, file:position())
         assert.equal(4, file:readInt())
         file:seekEnd()
         assert.equal(17, file:position())
         file:writeInt(5)
         file:seek(1)
         assert.same({ 1, 2, 30, 4, 5 }, file:readInt(5):totable())
         file:seek(9)
         assert.same({ 30, 4, 5 }, file:readInt(3):totable())
         assert.error_matches(function()
            file:seek(0)
         end, 'unable to seek to position')
         assert.is_true(file:hasError())
         file:close()
      end)
   end

   it('of objects takes a name and a hook', function()
      local file = torch.MemoryFile()
      for message, arguments in pairs { ['a name as a string expected, got table'] = { 1, {} }, ['function expected, got number'] = { 1, 'x', 2 } } do
         assert.error_matches(function()
            file:writeObject(unpack(arguments))
         end, message)
      end
   end)

   it('lies within a memory file', function()
      assert.error_matches(function()
         torch.MemoryFile():seek(3)
      end, 'unable to seek to position')
   end)

   it('does not change in a pipe', function()
      local file = torch.PipeFile('echo 1')
      assert.error_matches(function()
         file:seekEnd()
      end, 'unable to seek')
      assert.equal(1, file:readInt())
      file:close()
   end)
end)

describe('a file', function()
   it('begins in ascii, with spacing, raising errors', function()
      local file = torch.MemoryFile()
      assert.is_false(file:isBinary())
      assert.is_true(file:isAutoSpacing())
      assert.is_false(file:isQuiet())
      assert.is_false(file:hasError())
      assert.is_true(file:isReadable())
      assert.is_true(file:isWritable())
      assert.is_true(file:isReferenced())
      assert.is_true(file:binary():isBinary())
      assert.is_false(file:ascii():isBinary())
      assert.is_true(file:quiet():isQuiet())
      assert.is_false(file:pedantic():isQuiet())
   end)

   it('is a torch.File, and says what it is', function()
      local memory, disk, pipe = torch.MemoryFile('w'), torch.DiskFile(name, 'rw'), torch.PipeFile('true', 'r')
      for _, file in ipairs { memory, disk, pipe } do
         assert.equal('userdata', type(file))
         assert.is_true(torch.isTypeOf(file, 'torch.File'))
      end
      assert.equal('torch.MemoryFile [status: open -- mode:  w]', tostring(memory))
      assert.equal('torch.DiskFile on <' .. name .. '> [status: open -- mode rw]', tostring(disk))
      assert.equal('torch.PipeFile on <true> [status: open -- mode: r ]', tostring(pipe))
      memory:close()
      disk:close()
      pipe:close()
      assert.equal('torch.MemoryFile [status: closed -- mode:  w]', tostring(memory))
      assert.equal('torch.DiskFile on <' .. name .. '> [status: closed -- mode rw]', tostring(disk))
   end)

   it('refuses what it was not opened for', function()
      local closed = torch.MemoryFile()
      closed:close()
      for _, method in ipairs { 'readInt', 'writeObject', 'position', 'seekEnd', 'binary', 'isQuiet', 'close', 'storage', 'readObject' } do
         assert.error_matches(function()
            closed[method](closed, 1)
         end, 'attempt to use a closed file')
      end
      assert.error_matches(function()
         torch.MemoryFile('w'):readInt()
      end, 'attempt to read in a write%-only file')
      assert.error_matches(function()
         torch.MemoryFile('r'):writeInt(1)
      end, 'attempt to write in a read%-only file')
      assert.error_matches(function()
         torch.MemoryFile('a')
      end, "file mode should be 'r', 'w' or 'rw'")
      assert.error_matches(function()
         torch.MemoryFile():readInt('x')
      end, "bad argument #1 to 'readInt'")
      assert.error_matches(function()
         torch.MemoryFile():writeInt(torch.LongStorage())
      end, 'IntStorage expected, got torch.LongStorage')
      assert.error_matches(function()
         torch.MemoryFile():readString('*n')
      end, "format must be '%*a' or '%*l'")
   end)

   it('that cannot be opened is an error, or nil when quiet', function()
      assert.error_matches(function()
         torch.DiskFile('/nowhere/at/all')
      end, 'cannot open </nowhere/at/all> in mode r ')
      assert.error_matches(function()
         torch.DiskFile('/nowhere/at/all', 'w')
      end, 'cannot open </nowhere/at/all> in mode  w')
      assert.is_nil(torch.DiskFile('/nowhere/at/all', 'r', true))
      assert.is_true(torch.DiskFile(name, 'w', true):isQuiet())
   end)

   it('never takes more memory than there is to read', function()
      for _, file in ipairs { torch.MemoryFile(), torch.DiskFile(name, 'rw'), torch.PipeFile('echo 7', 'r') } do
         if file:isWritable() then
            file:writeInt(7)
            file:seek(1)
         end
         file:quiet()
         assert.equal(1, file:readInt(2 ^ 40):size())
         file:close()
      end
   end)

   it('is stored when it is collected', function()
      torch.DiskFile(name, 'w'):writeString('kept')
      collectgarbage()
      collectgarbage()
      assert.equal('kept', contents(name))
   end)
end)

describe('a disk file', function()
   it('is emptied by mode w and kept by mode rw', function()
      local file = torch.DiskFile(name, 'w')
      file:writeString('abcdef')
      file:close()
      file = torch.DiskFile(name, 'rw')
      assert.equal(1, file:position())
      file:writeString('XY')
      assert.equal('cdef', file:readString('*a'))
      file:close()
      assert.equal('XYcdef', contents(name))
      torch.DiskFile(name, 'w'):close()
      assert.equal('', contents(name))
   end)

   it('is written at once after noBuffer and synchronize', function()
      local file = torch.DiskFile(name, 'w')
      file:writeString('a')
      assert.equal('', contents(name))
      file:synchronize()
      assert.equal('a', contents(name))
      file:noBuffer()
      file:writeString('b')
      assert.equal('ab', contents(name))
      file:writeObject(true)
      assert.equal('ab5\n1\n', contents(name))
      file:close()
   end)

   it('reports a full device', function()
      if not io.open('/dev/full') then
         return
      end
      local file = torch.DiskFile('/dev/full', 'w'):binary()
      assert.error_matches(function()
         file:writeDouble(torch.DoubleStorage(100000))
      end, 'write error: wrote 0 blocks instead of 100000')
      assert.error_matches(function()
         file:writeInt(1)
         file:synchronize()
      end, 'write error')
      assert.error_matches(function()
         file:writeInt(1)
         file:close()
      end, 'write error')
      local object = torch.DiskFile('/dev/full', 'w'):binary()
      assert.error_matches(function()
         object:writeObject(torch.DoubleStorage(100000))
      end, 'write error')
   end)

   it('may be a pipe', function()
      local script = [[require 'torch' f = torch.DiskFile('/dev/stdin') print(f:readInt(2)[2], f:readString('*l')) f:close()]]
      local command = ([[echo 1 2 rest | LUA_PATH='./lua/?.lua;./lua/?/init.lua;;' luajit -e "%s"]]):format(script)
      assert.equal('2\t rest\n', torch.PipeFile(command):readString('*a'))
   end)

   it('reads what the system makes up as it goes', function()
      if io.open('/proc/self/stat') then
         local file = torch.DiskFile('/proc/self/stat'):quiet()
         assert.equal(1, file:readInt(1000000):size())
         file:close()
      end
   end)
end)

describe('a memory file', function()
   it('reads a storage that ends in NUL', function()
      local file = torch.MemoryFile(torch.CharStorage():string('5 6\n\0'))
      assert.is_false(file:isWritable())
      assert.same({ 5, 6 }, file:readInt(2):totable())
      assert.equal('5 6\n\0', file:storage():string())
      assert.error_matches(function()
         torch.MemoryFile(torch.CharStorage():string('5'))
      end, 'provided CharStorage must be terminated by 0')
   end)

   it('writes into the storage that it was given', function()
      local storage = torch.CharStorage():string('hello\0')
      local file = torch.MemoryFile(storage, 'rw')
      file:writeString('J')
      assert.equal('Jello\0', storage:string())
      file:seekEnd()
      file:writeString(' world')
      file:storage()
      assert.equal('Jello world\0', storage:string())
      local emptied = torch.MemoryFile(storage, 'w')
      assert.equal('\0', emptied:storage():string())
   end)

   it('follows its storage when others resize it', function()
      local storage = torch.CharStorage():string(('x'):rep(1000) .. '\0')
      local files = {}
      for _, mode in ipairs { 'r', 'rw', 'rw' } do
         files[#files + 1] = torch.MemoryFile(storage, mode)
      end
      for _, size in ipairs { 10, 100000, 1, 0, 5 } do
         storage:resize(size)
         for _, file in ipairs(files) do
            if file:isWritable() then
               file:seek(1):writeInt(1234567)
               file:seek(1)
               assert.equal(1234567, file:readInt())
            end
            file:quiet():readObject()
         end
      end
      files = nil -- luacheck: ignore
      collectgarbage()
   end)

   it('takes its own contents, but is not read into itself', function()
      local file = torch.MemoryFile():noAutoSpacing()
      local text = ('abc'):rep(1000)
      file:writeString(text)
      file:writeChar(file:storage())
      assert.equal(text .. text .. '\0\0', file:storage():string())
      file:seek(1)
      assert.error_matches(function()
         file:readChar(file:storage())
      end, 'cannot be read into its own storage')
   end)

   it('goes on after its storage was looked at', function()
      local file = torch.MemoryFile()
      for i = 1, 100 do
         file:writeInt(i)
         assert.equal(0, file:storage()[file:storage():size()])
      end
      file:seek(1)
      for i = 1, 100 do
         assert(file:readInt() == i)
      end
   end)
end)

describe('a pipe', function()
   it('reads what a command prints, as it comes', function()
      local file = torch.PipeFile('echo 1 2; echo three; sleep 0.05; echo four')
      assert.same({ 1, 2 }, file:readInt(2):totable())
      assert.equal('three', file:readString('*l'))
      assert.equal('four', file:readString('*l'))
      file:close()
   end)

   it('has one direction', function()
      assert.error_matches(function()
         torch.PipeFile('true', 'rw')
      end, "file mode should be 'r' or 'w'")
   end)
end)
