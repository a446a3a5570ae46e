local ffi = require 'ffi'
local library = require 'lampas.library'

-- Run a Lua chunk in a fresh LuaJIT; returns its exit code and output.
local function luajit(code, environment)
   local path = os.tmpname()
   local file = assert(io.open(path, 'w'))
   file:write("package.path = './lua/?.lua;./lua/?/init.lua;' .. package.path\n", code)
   file:close()
   local pipe = assert(io.popen(('%s luajit %s 2>&1; echo "exit $?"'):format(environment or '', path)))
   local text = pipe:read('*a')
   pipe:close()
   os.remove(path)
   return tonumber(text:match('exit (%d+)%s*$')), text
end

describe('the library', function()
   it('is of a level that this processor runs', function()
      local runs = false
      for _, level in ipairs(library.levels()) do
         runs = runs or level == library.level
      end
      assert.is_true(runs)
   end)

   it('loads the level that LAMPAS_ISA names, and no unknown one', function()
      for _, level in ipairs(library.levels()) do
         local code, text = luajit("print(require('lampas.library').level)", 'LAMPAS_ISA=' .. level)
         assert.equal(0, code, text)
         assert.equal(level, text:match('^%S+'))
      end
      local code, text = luajit("require 'lampas.library'", 'LAMPAS_ISA=v9')
      assert.not_equal(0, code)
      assert.truthy(text:find('LAMPAS_ISA=v9', 1, true))
   end)

   it('says so when it is not built', function()
      local code, text = luajit("require 'lampas.library'", 'LAMPAS_BUILD=/nonexistent')
      assert.not_equal(0, code)
      assert.truthy(text:find('lampas is not built', 1, true))
   end)

   -- LuaJIT unloads FFI libraries when it ends, while libgomp's workers still spin in them: without -z nodelete the
   -- process dies of a segmentation fault after its last line.
   it('ends with exit code 0 after two threads ran', function()
      local code, text = luajit([[
         require 'torch'
         torch.setnumthreads(2)
         local x = torch.FloatTensor(2000000):fill(1)
         for _ = 1, 20 do x:mul(1.5) end
         print('done')
      ]])
      assert.equal(0, code, text)
      assert.truthy(text:find('done', 1, true))
   end)

   -- The pthread flavour of OpenBLAS starts threads of its own, which fight the kernels' OpenMP threads.
   it('multiplies with the OpenMP flavour of OpenBLAS', function()
      ffi.cdef 'int openblas_get_parallel(void);'
      assert.equal(2, library.engine.openblas_get_parallel())
   end)

   it('has OpenBLAS run kernels that fit the level', function()
      local better = require('lampas.blas').better
      assert.equal('SkylakeX', better('v4', 'Prescott'))
      assert.equal('Haswell', better('v3', 'Prescott'))
      assert.equal('Haswell', better('v3', 'Sandybridge'))
      assert.is_nil(better('v2', 'Prescott'))
      assert.is_nil(better('generic', 'ARMV8'))
      for _, own in ipairs { 'Zen', 'Haswell', 'Excavator', 'SkylakeX', 'Cooperlake', 'SapphireRapids' } do
         assert.is_nil(better('v4', own), own)
      end
      assert.is_nil(better('v4', 'Prescott', 'Nehalem'))
      assert.is_nil(better(library.level, ffi.string(library.engine.lampas_blas_corename()), os.getenv('OPENBLAS_CORETYPE')))
   end)

   it('tells programs with an OpenBLAS of the same age what it told its own', function()
      local blas = require 'lampas.blas'
      assert.equal(blas.told and 'OPENBLAS_CORETYPE=' .. ffi.string(library.engine.lampas_blas_corename()) or '', blas.variables())
   end)

   it('leaves OpenBLAS what OPENBLAS_CORETYPE names, and its environment to the programs it runs', function()
      local code, text = luajit("print(require('lampas.machine').describe().blas.kernel)", 'OPENBLAS_CORETYPE=Nehalem')
      assert.equal(0, code, text)
      local several = library.level ~= 'generic' and ffi.string(library.engine.lampas_blas_config()):find('DYNAMIC_ARCH', 1, true)
      assert.is_true(not several or text:match('^%S+') == 'Nehalem', text)
      code, text = luajit("require 'lampas.library' os.execute('echo is ${OPENBLAS_CORETYPE:-unset}')", 'env -u OPENBLAS_CORETYPE')
      assert.equal(0, code, text)
      assert.truthy(text:find('is unset', 1, true))
   end)
end)
