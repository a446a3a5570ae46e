local ffi = require 'ffi'
local library = require 'lampas.library'

local engine = library.engine

local function address(pointer)
   return tonumber(ffi.cast('uintptr_t', pointer))
end

describe('the workspace', function()
   before_each(function()
      engine.lampas_workspace_release()
   end)

   it('holds nothing after release', function()
      assert.equal(0, tonumber(engine.lampas_workspace_bytes()))
   end)

   it('gives aligned blocks to the team and to each thread', function()
      local space = engine.lampas_workspace_reserve(1000, 77, 3)
      assert.is_true(space ~= nil)
      assert.equal(0, address(space.shared) % 64)
      for t = 0, 2 do
         assert.equal(0, address(space.each[t]) % 64)
         ffi.fill(space.each[t], 77, 1)
      end
      ffi.fill(space.shared, 1000, 1)
      local held = tonumber(engine.lampas_workspace_bytes())
      assert.is_true(held >= 1000 + 3 * 77 and held < 10000)
   end)

   it('aligns large blocks to 2 MB', function()
      local space = engine.lampas_workspace_reserve(5e6, 10, 1)
      assert.equal(0, address(space.shared) % 2 ^ 21)
   end)

   it('keeps what is large enough', function()
      local space = engine.lampas_workspace_reserve(100000, 5000, 2)
      local shared, second = address(space.shared), address(space.each[1])
      local held = tonumber(engine.lampas_workspace_bytes())
      space = engine.lampas_workspace_reserve(50000, 5000, 2)
      assert.equal(shared, address(space.shared))
      assert.equal(second, address(space.each[1]))
      assert.equal(held, tonumber(engine.lampas_workspace_bytes()))
   end)

   it('grows by half at least, so that many small steps cost few allocations', function()
      engine.lampas_workspace_reserve(100000, 0, 1)
      engine.lampas_workspace_reserve(100100, 0, 1)
      assert.is_true(tonumber(engine.lampas_workspace_bytes()) >= 150000)
   end)

   it('says when memory is short, and works afterwards', function()
      assert.is_true(engine.lampas_workspace_reserve(2 ^ 60, 0, 1) == nil)
      assert.is_true(engine.lampas_workspace_reserve(1000, 10, 1) ~= nil)
   end)
end)

describe('threads', function()
   it('are set for OpenMP and OpenBLAS together', function()
      local before = engine.lampas_threads_get()
      for n = 1, 2 do
         engine.lampas_threads_set(n)
         assert.equal(n, engine.lampas_threads_get())
         assert.equal(n, engine.lampas_blas_threads())
      end
      engine.lampas_threads_set(before)
      assert.is_true(engine.lampas_threads_cores() >= 1)
   end)

   it('are OpenMP\'s in OpenBLAS too', function()
      assert.equal(2, engine.lampas_blas_parallel())
      assert.is_true(#ffi.string(engine.lampas_blas_corename()) > 0)
      assert.matches('OpenBLAS', ffi.string(engine.lampas_blas_config()))
   end)
end)
