require 'torch'
local tensors = require 'spec.support.tensors'
local ffi = require 'ffi'

local function write_file(name, text)
   local file = assert(io.open(name, 'w'))
   file:write(text)
   file:close()
end

describe('environments', function()
   it('belong to functions and userdata', function()
      local function f()
         return answer -- luacheck: ignore
      end
      torch.setenv(f, { answer = 42 })
      assert.equal(42, f())
      assert.equal(42, torch.getenv(f).answer)
      local file, other = torch.MemoryFile(), torch.MemoryFile()
      torch.setenv(file, { mine = 1 })
      assert.equal(1, torch.getenv(file).mine)
      assert.is_nil(torch.getenv(other).mine)
      assert.error_matches(function()
         torch.getenv({})
      end, "bad argument #1 to 'getenv'")
      assert.error_matches(function()
         torch.setenv(f, 1)
      end, "bad argument #2 to 'setenv'")
   end)
end)

describe('tic and toc', function()
   it('count seconds', function()
      local t = torch.tic()
      assert.equal('number', type(t))
      assert.is_true(torch.toc(t) >= 0)
      assert.is_true(torch.toc(t - 5) >= 5)
   end)
end)

describe('heap tracking', function()
   it('is switched', function()
      assert.is_true(torch._heaptracking)
      torch.setheaptracking(false)
      assert.is_false(torch._heaptracking)
      torch.setheaptracking(true)
      assert.is_true(torch._heaptracking)
   end)
end)

describe('included files', function()
   local folder = os.tmpname()

   setup(function()
      os.remove(folder)
      os.execute('mkdir ' .. folder)
      write_file(folder .. '/a.lua', "return 'a', include 'b.lua'")
      write_file(folder .. '/b.lua', "return 'b'")
   end)

   teardown(function()
      os.execute('rm -r ' .. folder)
   end)

   it('are found beside the file that includes them', function()
      assert.same({ 'a', 'b' }, { include(folder .. '/a.lua') }) -- luacheck: ignore
   end)

   it('are found in the folder of a package', function()
      local path = package.path
      package.path = folder .. '/?.lua;' .. path -- luacheck: ignore
      assert.equal(folder, torch.packageLuaPath('a'))
      assert.equal('b', torch.include('a', 'b.lua'))
      package.path = path -- luacheck: ignore
      assert.is_nil(torch.packageLuaPath('no.such.package'))
      assert.error_matches(function()
         torch.include('no.such.package', 'x.lua')
      end, 'package no.such.package not found')
      assert.equal(torch.packageLuaPath(), torch.packageLuaPath('torch'):match('^(.*)/'))
   end)
end)

describe('a terminal', function()
   it('is no file and no memory', function()
      local name = os.tmpname()
      local file = io.open(name, 'w')
      assert.is_false(torch.isatty(file))
      file:close()
      assert.is_false(torch.isatty(torch.DiskFile(name)))
      assert.is_false(torch.isatty(torch.MemoryFile()))
      os.remove(name)
   end)
end)

describe('foreign code', function()
   it('makes userdata of its pointers', function()
      local x = torch.FloatTensor { 1, 2 }
      x:retain()
      local y = torch.pushudata(x:cdata(), 'torch.FloatTensor')
      assert.equal(x, y)
      assert.same({ 1, 2 }, y:totable())
      assert.error_matches(function()
         torch.pushudata(x:cdata(), 'no.Such')
      end, 'unknown class no.Such')
   end)

   it('gives its types a class', function()
      ffi.cdef 'typedef struct { int value; } environment_spec_t;'
      local meta = { __index = {} }
      assert.equal(meta, torch.metatype('environment_spec.T', meta, 'environment_spec_t'))
      local object = ffi.new('environment_spec_t', 7)
      assert.equal('environment_spec.T', torch.typename(object))
      assert.equal('environment_spec.T', torch.type(object))
      assert.is_nil(torch.typename(ffi.new('int[1]')))
      local written
      function meta:write(file)
         written = self.value
         file:writeInt(self.value)
      end
      assert.is_true(#torch.serialize(object) > 0)
      assert.equal(7, written)
      assert.error_matches(function()
         torch.metatype('environment_spec.T', {})
      end, 'already declared')
   end)
end)

describe('names of files and packages', function()
   it('are text', function()
      for message, call in pairs {
         ["bad argument #1 to 'packageLuaPath' (string expected, got table)"] = function() torch.packageLuaPath({}) end,
         ["bad argument #1 to 'include' (string expected, got nil)"] = function() torch.include() end,
         ["bad argument #2 to 'include' (string expected, got nil)"] = function() torch.include('torch') end,
         ["bad argument #1 to 'include' (string expected, got number)"] = function() _G.include(1) end,
         ["bad argument #1 to 'toc' (number expected, got string)"] = function() torch.toc('x') end,
      } do
         tensors.refuses(message, call)
      end
   end)
end)

describe('os.exit', function()
   it('stores what files hold', function()
      local name = os.tmpname()
      local script = ("require 'torch' file = torch.DiskFile('%s', 'w') file:writeString('kept') os.exit(3)"):format(name)
      os.execute(('LUA_PATH="./lua/?.lua;./lua/?/init.lua;;" luajit -e "%s"'):format(script))
      local file = io.open(name)
      assert.equal('kept', file:read('*a'))
      file:close()
      os.remove(name)
   end)
end)
