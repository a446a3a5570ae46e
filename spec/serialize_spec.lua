require 'torch'
local types = require 'torch.types'

local MODES = { binary = true, ascii = true }

local function again(object, mode)
   return torch.deserialize(torch.serialize(object, mode), mode)
end

-- Silence what is printed, or written to stderr, while f runs; returns that text and f's result.
local function quietly(f)
   local text = {}
   local print_, stderr = print, io.stderr
   _G.print = function(line) -- luacheck: ignore
      text[#text + 1] = line
   end
   io.stderr = { -- luacheck: ignore
      write = function(_, ...)
         text[#text + 1] = table.concat { ... }
      end,
   }
   local outcome = { pcall(f) }
   _G.print, io.stderr = print_, stderr -- luacheck: ignore
   return table.concat(text, '\n'), unpack(outcome)
end

-- ---- the format, byte by byte -----------------------------------------------------------------------------------------

local function bytes(pattern)
   return (pattern:gsub('%s', ''):gsub('%x%x', function(pair)
      return string.char(tonumber(pair, 16))
   end))
end

local FORMAT = {
   { 'nil', nil, '00000000', '0\n' },
   { 'a number', 0.5, '01000000 000000000000e03f', '1\n0.5\n' },
   { 'true', true, '05000000 01000000', '5\n1\n' },
   { 'false', false, '05000000 00000000', '5\n0\n' },
   { 'a string', 'ab', '02000000 02000000 6162', '2\n2\nab\n' },
   { 'an empty string', '', '02000000 00000000', '2\n0\n' },
   { 'an empty table', {}, '03000000 01000000 00000000', '3\n1\n0\n' },
   { 'a table', { 7 }, '03000000 01000000 01000000 01000000 000000000000f03f 01000000 0000000000001c40', '3\n1\n1\n1\n1\n1\n7\n' },
   {
      'a tensor', torch.IntTensor { { 5, 6 } },
      '04000000 01000000 03000000 562031 0f000000 746f7263682e496e7454656e736f72 02000000' ..
      '0100000000000000 0200000000000000 0200000000000000 0100000000000000 0100000000000000' ..
      '04000000 02000000 03000000 562031 10000000 746f7263682e496e7453746f72616765 0200000000000000 05000000 06000000',
      '4\n1\n3\nV 1\n15\ntorch.IntTensor\n2\n1 2\n2 1\n1\n4\n2\n3\nV 1\n16\ntorch.IntStorage\n2\n5 6\n',
   },
   {
      'an empty tensor', torch.ByteTensor(),
      '04000000 01000000 03000000 562031 10000000 746f7263682e4279746554656e736f72 00000000 0100000000000000 00000000',
      '4\n1\n3\nV 1\n16\ntorch.ByteTensor\n0\n1\n0\n',
   },
   {
      'an empty storage', torch.FloatStorage(),
      '04000000 01000000 03000000 562031 12000000 746f7263682e466c6f617453746f72616765 0000000000000000',
      '4\n1\n3\nV 1\n18\ntorch.FloatStorage\n0\n',
   },
}

describe('the format', function()
   for _, case in ipairs(FORMAT) do
      local what, object, binary, ascii = case[1], case[2], case[3], case[4]
      it('of ' .. what, function()
         assert.equal(bytes(binary), torch.serialize(object))
         assert.equal(ascii, torch.serialize(object, 'ascii'))
         assert.equal(torch.type(object), torch.type(torch.deserialize(ascii, 'ascii')))
      end)
   end

   it('of what comes again is a reference, over all objects of a file', function()
      local shared = {}
      local file = torch.MemoryFile()
      file:writeObject(shared)
      file:writeObject(shared)
      file:writeObject({})
      assert.equal('3\n1\n0\n3\n1\n3\n2\n0\n\0', file:storage():string())
      file:seek(1)
      local first = file:readObject()
      assert.equal(first, file:readObject())
      assert.not_equal(first, file:readObject())
   end)

   it('of what comes again, in full when references are off', function()
      local shared = {}
      local file = torch.MemoryFile():referenced(false)
      assert.is_false(file:isReferenced())
      file:writeObject({ shared, shared })
      assert.equal('3\n1\n2\n1\n1\n3\n2\n0\n1\n2\n3\n3\n0\n\0', file:storage():string())
      file:seek(1)
      local read = file:readObject()
      assert.not_equal(read[1], read[2])
   end)
end)

-- ---- round trips ------------------------------------------------------------------------------------------------------

for mode in pairs(MODES) do
   describe('in ' .. mode, function()
      it('numbers keep every bit', function()
         for _, x in ipairs { 0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, 2 ^ 53 + 2, 1 / 0, -1 / 0, math.pi } do
            local y = again(x, mode)
            assert.is_true(x == y and 1 / x == 1 / y)
         end
         local nan = again(0 / 0, mode)
         assert.is_true(nan ~= nan)
      end)

      it('strings may hold anything', function()
         for _, text in ipairs { '', '\0', '\n', 'a\nb\0', ('x'):rep(100000), ' 1 2 ' } do
            assert.equal(text, again(text, mode))
            assert.equal(text, again({ [text] = text }, mode)[text])
         end
      end)

      it('tables keep their shape', function()
         local t = { 1, 'two', { 3, x = { y = 'z' } }, [2.5] = false, [true] = 'yes' }
         assert.same(t, again(t, mode))
         t = {}
         t.me, t.list, t[t] = t, { t, t }, 'key'
         local u = again(t, mode)
         assert.equal(u, u.me)
         assert.equal(u, u.list[2])
         assert.equal('key', u[u])
      end)

      it('tensors of all types share what they shared', function()
         for _, T in ipairs(types.all) do
            local x = torch.getconstructortable(T.tensorName)(4, 3)
            for i = 1, 12 do
               x:storage()[i] = i
            end
            local t = again({ x = x, row = x[2], t = x:t(), same = x, storage = x:storage() }, mode)
            assert.same(x:totable(), t.x:totable())
            assert.same({ 4, 5, 6 }, t.row:totable())
            assert.same({ 1, 3 }, t.t:stride():totable())
            assert.equal(t.x, t.same)
            for _, y in ipairs { t.x, t.row, t.t } do
               assert.equal(t.storage, y:storage())
               assert.equal(T.tensorName, torch.type(y))
            end
            local expanded = torch.getconstructortable(T.tensorName)({ 7 }):expand(1000)
            assert.same({ 0 }, again(expanded, mode):stride():totable())
         end
      end)

      it('closures share their upvalues again', function()
         local n, unset = 10, nil
         local function up()
            n = n + 1
            return n, unset
         end
         local function get()
            return n
         end
         local t = again({ up = up, get = get, up2 = up }, mode)
         assert.equal(t.up, t.up2)
         assert.equal(11, t.up())
         assert.equal(11, t.get())
         assert.equal(10, n)
         local function factorial(k)
            return k == 0 and 1 or k * factorial(k - 1)
         end
         assert.equal(120, again(factorial, mode)(5))
      end)

      it('objects of classes keep their class', function()
         local Point = torch.class('serialize_spec.Point', {})
         function Point:__init(x)
            self.x, self.me = x, self
         end
         local point = again(torch.factory('serialize_spec.Point')(), mode)
         assert.equal('serialize_spec.Point', torch.type(point))
         point:__init(3)
         point = again(point, mode)
         assert.equal(3, point.x)
         assert.equal(point, point.me)
         torch.getmetatable('serialize_spec.Point').__version = 4
         local version
         function Point:write(file)
            file:writeObject(self.x)
            file:writeObject(self.me)
         end
         function Point:read(file, v)
            version = v
            self.x, self.me = file:readObject(), file:readObject()
         end
         point = again(point, mode)
         assert.equal(4, version)
         assert.equal(3, point.x)
         assert.equal(point, point.me)
         local text = torch.serialize(point, mode)
         local registry = debug.getregistry()
         registry[registry['serialize_spec.Point']], registry['serialize_spec.Point'] = nil, nil
         assert.error_matches(function()
            torch.deserialize(text, mode)
         end, 'unknown Torch class <serialize_spec.Point>')
      end)
   end)
end

-- ---- older files ------------------------------------------------------------------------------------------------------

local function function_with(kind, index, code, upvalues)
   local file = torch.MemoryFile()
   file:writeInt(kind)
   if index then
      file:writeInt(index)
   end
   file:writeInt(#code)
   file:writeChar(torch.CharStorage():string(code))
   file:writeObject(upvalues)
   return file:seek(1)
end

describe('a generator', function()
   it('goes on where it was', function()
      local gen = torch.Generator()
      torch.manualSeed(gen, 5)
      torch.normal(gen)
      for mode in pairs(MODES) do
         local copy = again(gen, mode)
         assert.same(torch.getRNGState(gen):totable(), torch.getRNGState(copy):totable())
         assert.equal(torch.normal(again(gen, mode)), torch.normal(copy))
      end
      local text = torch.serialize(gen)
      assert.equal(4 + 4 + 7 + 4 + 15 + 5048, #text)
   end)
end)

describe('older forms', function()
   local a, b = 1, 2
   local function sum()
      return a + b
   end
   local code = string.dump(sum)

   it('of functions are read', function()
      assert.equal(12, function_with(6, nil, code, { 5, 7 }):readObject()())
      assert.equal(12, function_with(7, 9, code, { 5, 7 }):readObject()())
      local modern = { { name = 'a', id = 1, value = 5 }, { name = 'b', id = 2, value = 7 } }
      assert.equal(12, function_with(8, 9, code, modern):readObject()())
   end)

   it('of classes have no version', function()
      local text = '4\n1\n16\ntorch.IntStorage\n2\n5 6\n'
      assert.same({ 5, 6 }, torch.deserialize(text, 'ascii'):totable())
      local Old = torch.class('serialize_spec.Old', {})
      local version
      function Old:read(_, v) -- luacheck: ignore self
         version = v
      end
      torch.deserialize('4\n1\n18\nserialize_spec.Old\n', 'ascii')
      assert.equal(0, version)
   end)

   it('of longs are read with b32', function()
      local path = os.tmpname()
      local file = torch.DiskFile(path, 'w'):binary():longSize(4)
      file:writeObject(torch.LongTensor { 1, -2 })
      file:close()
      assert.same({ 1, -2 }, torch.load(path, 'b32'):totable())
      assert.is_false((pcall(torch.load, path, 'b64')))
      os.remove(path)
   end)

   it('of bytecode become nil, with a warning', function()
      local text, fine, outcome = quietly(function()
         return torch.deserialize('3\n1\n3\n2\n1\nf\n8\n2\n5\n\27LuaQ\n3\n3\n0\n2\n1\ng\n8\n2\n2\n1\nx\n1\n9\n', 'ascii')
      end)
      assert.is_true(fine)
      assert.same({ x = 9 }, outcome)
      assert.matches('Failed to load function from bytecode', text)
   end)
end)

-- ---- what cannot be written -------------------------------------------------------------------------------------------

describe('writeObject', function()
   it('names what cannot be written by its path', function()
      local function case(object, message, ...)
         local file = torch.MemoryFile()
         local fine, problem = pcall(file.writeObject, file, object, ...)
         assert.is_false(fine)
         assert.matches(message, problem, 1, true)
      end
      case(print, 'Unwritable object <function> at <?>')
      case({ a = { b = coroutine.create(print) } }, 'Unwritable object <thread> at <?>.a.b')
      case({ a = { io.stdout } }, 'Unwritable object <userdata> at model.a.1', 'model')
      local fake = { threads = print }
      case({ callback = function()
         return fake
      end }, 'Unwritable object <function> at <?>.callback.fake.threads')
      case({ log = torch.MemoryFile() }, '<torch.MemoryFile> is a non-serializable Torch object at <?>.log')
      case(torch.MemoryFile(), '<torch.MemoryFile> is a non-serializable Torch object')
   end)

   it('goes on with the next object after an error', function()
      local file = torch.MemoryFile():binary()
      assert.is_false((pcall(file.writeObject, file, print)))
      file:seek(1)
      file:writeObject('next')
      file:seek(1)
      assert.equal('next', file:readObject())
   end)

   it('drops fields of objects that cannot be written, and says so', function()
      torch.class('serialize_spec.Held', {})
      local held = torch.factory('serialize_spec.Held')()
      held.keep, held.drop = 1, print
      local text, fine, outcome = quietly(function()
         return again(held)
      end)
      assert.is_true(fine)
      assert.matches('cannot write object field <drop> of <serialize_spec.Held>', text, 1, true)
      assert.same({ keep = 1 }, outcome)
   end)

   it('tells what is writable', function()
      local file = torch.MemoryFile()
      assert.equal(1, file:isWritableObject(1))
      assert.equal(4, file:isWritableObject(torch.Tensor()))
      assert.equal(8, file:isWritableObject(function() end))
      assert.is_nil(file:isWritableObject(print))
      assert.is_nil(file:isWritableObject(io.stdout))
   end)

   it('lets a hook replace what is written', function()
      local file = torch.MemoryFile()
      local secret = { 'secret' }
      file:writeObject({ secret, secret, { 1 } }, nil, function(object)
         return object == secret and { 'hidden' } or object
      end)
      file:seek(1)
      local read = file:readObject()
      assert.same({ { 'hidden' }, { 'hidden' }, { 1 } }, read)
      assert.equal(read[1], read[2])
   end)

   it('serves timers whose class has learnt to write', function()
      local M = torch.getmetatable('torch.Timer')
      function M:write(file) -- luacheck: ignore self
         file:writeInt(42)
      end
      local number
      function M:read(file) -- luacheck: ignore self
         number = file:readInt()
      end
      assert.equal('torch.Timer', torch.type(again(torch.Timer())))
      assert.equal(42, number)
      M.write, M.read = nil, nil
   end)
end)

describe('readObject', function()
   it('returns nil at the end of a quiet file', function()
      local file = torch.MemoryFile():quiet()
      file:writeObject({ 1 })
      file:seek(1)
      assert.same({ 1 }, file:readObject())
      assert.is_nil(file:readObject())
      assert.is_true(file:hasError())
   end)

   it('reads from a pipe', function()
      local x = torch.IntTensor { 1, 2, 3 }
      local path = os.tmpname()
      torch.save(path, { x, ('long '):rep(3000) })
      local file = torch.PipeFile('cat ' .. path):binary()
      local read = file:readObject()
      file:close()
      os.remove(path)
      assert.same({ 1, 2, 3 }, read[1]:totable())
      assert.equal(15000, #read[2])
   end)
end)
