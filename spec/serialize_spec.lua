require 'nn'
local types = require 'torch.types'

local function contents(path)
   local file = assert(io.open(path, 'rb'))
   local text = file:read('*a')
   file:close()
   return text
end

local GOLDEN = 'spec/golden/'
local MODES = { binary = '.t7', ascii = '-ascii.t7' }

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

-- ---- files of a real Torch7 -----------------------------------------------------------------------------------------

local function check_objects(g)
   assert.equal(g, g.self)
   assert.equal(1, g[1])
   assert.equal('two', g[2])
   assert.is_true(g[3])
   assert.same({ nested = { a = 1.5 } }, g[4])
   assert.same({ 1, 2, 3, 4, 5, 6 }, g[5]:totable())
   assert.same({ 2, 3, 4 }, g[6]:totable())
   assert.equal(g[5]:storage(), g[6]:storage())
   assert.equal(2, g[6]:storageOffset())
   assert.equal('torch.LongTensor', g.l:type())
   assert.equal(2 ^ 40, g.l[1])
   assert.equal(0, g.e:dim())
   assert.is_nil(g.e:storage())
   assert.same({ 4, 5 }, g.st:totable())
   assert.equal('torch.LongStorage', torch.type(g.st))
   assert.equal(70000, g.i[1])
   assert.same({ 1, 2 }, g.b:totable())
   assert.equal('torch.ByteTensor', g.b:type())
   assert.same({ -1 }, g.c:totable())
   assert.same({ -300 }, g.s:totable())
   assert.same({ 2, 1 }, g.f:size():totable())
   assert.same({ 1, 2 }, g.f:stride():totable())
   assert.same({ { 0.5 }, { 0.25 } }, g.f:totable())
   assert.equal(5, g.fn(2))
end

describe('the recorded objects of a Torch7', function()
   for mode, ending in pairs(MODES) do
      it('are loaded from ' .. mode, function()
         check_objects(torch.load(GOLDEN .. 'objects' .. ending, mode))
      end)

      it('are written and read again in ' .. mode, function()
         local g = torch.load(GOLDEN .. 'objects' .. ending, mode)
         local text = torch.serialize(g, mode)
         assert.equal(#contents(GOLDEN .. 'objects' .. ending), #text)
         check_objects(torch.deserialize(text, mode))
      end)
   end

   it('are the same in both encodings', function()
      local binary = torch.load(GOLDEN .. 'objects.t7')
      local ascii = torch.load(GOLDEN .. 'objects-ascii.t7', 'ascii')
      check_objects(again(binary, 'ascii'))
      check_objects(again(ascii, 'binary'))
   end)
end)

describe('the recorded network of a Torch7', function()
   for mode, ending in pairs(MODES) do
      it('is loaded from ' .. mode .. ', written and read again, and computes the same', function()
         local g = torch.load(GOLDEN .. 'small-net' .. ending, mode)
         for _, case in ipairs { g, again(g, mode) } do
            assert.equal('nn.Sequential', torch.type(case.net))
            assert.equal('nn.SpatialConvolution', torch.type(case.net:get(1)))
            assert.equal(4, case.net:get(1).nOutputPlane)
            assert.same({ 4, 1, 3, 3 }, case.net:get(1).weight:size():totable())
            assert.equal(1e-05, case.net:get(2).eps)
            local output, wanted = case.net:forward(case.input):storage(), case.output:storage()
            for i = 1, wanted:size() do
               assert.is_true(math.abs(output[i] - wanted[i]) < 1e-5)
            end
         end
      end)
   end
end)

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
      case({ clock = torch.Timer() }, '<torch.Timer> is a non-serializable Torch object at <?>.clock')
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

-- ---- save and load ----------------------------------------------------------------------------------------------------

describe('torch.save', function()
   local folder = os.tmpname()
   local path = folder .. '/object.t7'

   setup(function()
      os.remove(folder)
      os.execute('mkdir ' .. folder)
   end)

   teardown(function()
      os.execute('rm -r ' .. folder)
   end)

   local function listing()
      return torch.PipeFile('ls ' .. folder):readString('*a')
   end

   it('replaces a file when it is done, and keeps its permissions', function()
      torch.save(path, { 1 })
      assert.same({ 1 }, torch.load(path))
      os.execute('chmod 640 ' .. path)
      torch.save(path, { 2 }, 'ascii')
      assert.same({ 2 }, torch.load(path, 'ascii'))
      assert.matches('^.rw.r.....', torch.PipeFile('ls -l ' .. path):readString('*l'))
      assert.equal('object.t7\n', listing())
   end)

   it('loses nothing when it fails', function()
      torch.save(path, 'precious')
      assert.error_matches(function()
         torch.save(path, { torch.IntStorage(100000), print })
      end, 'Unwritable object <function> at <%?>.2')
      assert.equal('precious', torch.load(path))
      assert.equal('object.t7\n', listing())
   end)

   it('follows links and writes to devices', function()
      torch.save(path, 1)
      os.execute(('ln -s object.t7 %s/link'):format(folder))
      torch.save(folder .. '/link', 2)
      assert.equal(2, torch.load(path))
      assert.equal('link\nobject.t7\n', listing())
      torch.save('/dev/null', {})
   end)

   it('writes in full without references', function()
      local shared = { 1 }
      torch.save(path, { shared, shared }, 'binary', false)
      local read = torch.load(path, 'binary', false)
      assert.same({ { 1 }, { 1 } }, read)
      assert.not_equal(read[1], read[2])
   end)

   it('and load name what is wrong', function()
      assert.error_matches(function()
         torch.save(path, 1, 'text')
      end, '"binary" or "ascii" %(or nil%) expected for mode')
      assert.error_matches(function()
         torch.load(path, 'text')
      end, '"binary", "b32", "b64" or "ascii" %(or nil%) expected for mode')
      local fine, problem = pcall(torch.load, folder .. '/missing')
      assert.is_false(fine)
      assert.matches('cannot open <' .. folder .. '/missing> in mode r ', problem, 1, true)
      fine, problem = pcall(function()
         torch.load(folder .. '/missing')
      end)
      assert.is_false(fine)
      assert.matches('^.*serialize_spec.lua:%d+: cannot open', problem)
      assert.error_matches(function()
         torch.save('/nowhere/at/all', 1)
      end, 'cannot open </nowhere/at/all> in mode  w')
   end)
end)

describe('torch.serializeToStorage', function()
   it('gives the bytes of torch.serialize', function()
      local object = { 1, torch.IntTensor { 1, 2 } }
      for mode in pairs(MODES) do
         local storage = torch.serializeToStorage(object, mode)
         assert.equal('torch.CharStorage', torch.type(storage))
         assert.equal(torch.serialize(object, mode), storage:string())
         assert.same({ 1, 2 }, torch.deserializeFromStorage(storage, mode)[2]:totable())
      end
      assert.error_matches(function()
         torch.deserializeFromStorage('x')
      end, 'CharStorage expected, got string')
      assert.error_matches(function()
         torch.deserialize(torch.CharStorage())
      end, 'string expected, got torch.CharStorage')
   end)
end)
