require 'paths'
local tensors = require 'spec.support.tensors'

local top

setup(function()
   top = os.tmpname()
   os.remove(top)
   assert.is_true(paths.mkdir(top .. '/one/two'))
   for _, name in ipairs { 'a.txt', 'b.lua', 'one/c.txt' } do
      io.open(top .. '/' .. name, 'w'):close()
   end
end)

teardown(function()
   paths.rmall(top, 'yes')
end)

local function sorted(...)
   local names = {}
   for name in ... do
      names[#names + 1] = name
   end
   table.sort(names)
   return names
end

describe('paths', function()
   it('is there once torch is', function()
      require 'torch'
      assert.equal(paths, require 'paths')
      assert.equal(paths, rawget(_G, 'paths'))
   end)

   it('joins names to an absolute one', function()
      local here = paths.cwd()
      for _, case in ipairs {
         { here }, { here .. '/a/b', 'a', 'b' }, { '/b', 'a', '/b' }, { '/a/c', '/a/./b//../c' }, { '/', '/', '..' }, { '/a', '/a/' }, { here, '' },
         { here .. '/a', '.', 'a' },
      } do
         assert.equal(case[1], paths.concat(unpack(case, 2)))
      end
   end)

   it('takes names apart', function()
      for path, parts in pairs {
         ['a'] = { '.', 'a' }, ['/a'] = { '/', 'a' }, ['a/b'] = { 'a', 'b' }, ['a/b/'] = { 'a', 'b' }, ['/'] = { '/', '/' },
         ['a//b.txt'] = { 'a', 'b.txt' },
         [''] = { '.', '' }, ['../x.tar.gz'] = { '..', 'x.tar.gz' },
      } do
         assert.equal(parts[1], paths.dirname(path))
         assert.equal(parts[2], paths.basename(path))
      end
      assert.equal('b', paths.basename('/a/b.lua', '.lua'))
      assert.equal('b', paths.basename('/a/b.lua', 'lua'))
      assert.equal('b.lua', paths.basename('/a/b.lua', '.txt'))
      assert.equal('.lua', paths.basename('/a/.lua', '.lua'))
      assert.equal('gz', paths.extname('/a.b/x.tar.gz'))
      assert.is_nil(paths.extname('/a.b/x'))
      assert.is_nil(paths.extname('.profile'))
   end)

   it('knows files from folders', function()
      assert.is_true(paths.filep(top .. '/a.txt'))
      assert.is_false(paths.filep(top))
      assert.is_false(paths.filep(top .. '/none'))
      assert.is_true(paths.dirp(top))
      assert.is_false(paths.dirp(top .. '/a.txt'))
      assert.is_false(paths.dirp(top .. '/none'))
   end)

   it('lists folders', function()
      local names = paths.dir(top)
      table.sort(names)
      assert.same({ '.', '..', 'a.txt', 'b.lua', 'one' }, names)
      assert.same(names, sorted(paths.files(top)))
      assert.same({ 'a.txt' }, sorted(paths.files(top, '%.txt$')))
      assert.same({ 'one' }, sorted(paths.files(top, function(name)
         return #name == 3
      end)))
      assert.same({ 'a.txt', 'b.lua' }, sorted(paths.iterfiles(top)))
      assert.same({ 'one' }, sorted(paths.iterdirs(top)))
      assert.same({ nil, 'No such file or directory', 2 }, { paths.dir(top .. '/none') })
      for _, f in ipairs { 'files', 'iterfiles', 'iterdirs' } do
         tensors.refuses('cannot read the folder', function()
            paths[f](top .. '/none')
         end)
      end
   end)

   it('makes and removes folders', function()
      local path = top .. '/x/y/z'
      assert.is_true(paths.mkdir(path))
      assert.is_true(paths.dirp(path))
      assert.same({ nil, 'File exists', 17 }, { paths.mkdir(path) })
      assert.is_nil((paths.mkdir(top .. '/a.txt/z')))
      assert.is_nil((paths.rmdir(top .. '/x')))
      assert.is_true(paths.rmdir(path))
      io.open(top .. '/x/y/f', 'w'):close()
      tensors.refuses("'yes'", function()
         paths.rmall(top .. '/x')
      end)
      assert.is_true(paths.rmall(top .. '/x', 'yes'))
      assert.is_false(paths.dirp(top .. '/x'))
      assert.is_nil((paths.rmall(top .. '/x', 'yes')))
   end)

   it('goes to another folder', function()
      local here = paths.cwd()
      assert.is_true(paths.chdir(top .. '/one'))
      assert.is_true(paths.filep('c.txt'))
      assert.is_true(paths.chdir(here))
      assert.equal(here, paths.cwd())
      assert.is_nil((paths.chdir(top .. '/none')))
   end)

   it('gives names of temporary files', function()
      local path = paths.tmpname()
      assert.is_true(paths.filep(path))
      local other = io.popen(("luajit -e \"package.path = '%s'; require 'paths'; io.write(paths.tmpname())\""):format(package.path)):read('*a')
      assert.is_true(#other > 0)
      assert.is_false(paths.filep(other))
   end)

   it('runs a file beside the calling one', function()
      local file = io.open(top .. '/one/inner.lua', 'w')
      file:write('return paths.thisfile(), paths.thisfile("x"), ...')
      file:close()
      file = io.open(top .. '/outer.lua', 'w')
      file:write('return { paths.dofile("one/inner.lua") }')
      file:close()
      assert.same({ top .. '/one/inner.lua', top .. '/one/x' }, dofile(top .. '/outer.lua'))
      assert.matches('/spec/paths_spec.lua$', paths.thisfile())
   end)

   it('tells about the system', function()
      local system, machine, processor = paths.uname()
      assert.is_true(#system > 0 and #machine > 0 and #processor > 0)
      assert.is_false(paths.is_win())
      assert.equal(system == 'Darwin', paths.is_mac())
      assert.equal('/', paths.findprogram('sh'):sub(1, 1))
      assert.equal(paths.findprogram('sh'), paths.findprogram('no-such-program', 'sh'))
      assert.equal(paths.findprogram('sh'), paths.findprogram(paths.findprogram('sh')))
      assert.is_nil(paths.findprogram('no-such-program'))
      assert.equal('string', type(paths.home))
      assert.is_true(paths.filep(paths.install_lua_path .. '/paths/init.lua'))
      assert.equal(require 'paths', paths.require 'paths')
      local folder = paths.execdir()
      assert.is_true(folder == nil or paths.dirp(folder))
      tensors.refuses('no registry', paths.getregistryvalue)
   end)

   it('refuses what is no name', function()
      for _, f in ipairs {
         'concat', 'basename', 'dirname', 'extname', 'filep', 'dirp', 'dir', 'files', 'mkdir', 'rmdir', 'chdir', 'findprogram', 'dofile',
      } do
         tensors.refuses(("bad argument #1 to '%s' (string expected, got table)"):format(f), function()
            paths[f]({})
         end)
      end
   end)
end)
