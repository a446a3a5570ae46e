local ffi = require 'ffi'
local library = require 'lampas.library'
local machine = require 'lampas.machine'

describe('the machine', function()
   it('describes itself without a gap', function()
      local m = machine.describe()
      for _, field in ipairs { 'processor', 'level', 'luajit', 'commit', 'system' } do
         assert.is_string(m[field], field)
         assert.is_true(#m[field] > 0, field)
      end
      assert.equal(library.level, m.level)
      assert.is_true(m.threads >= 1)
      assert.is_true(m.caches.L1 > 0 and m.caches.L2 > 0 and m.caches.L3 > 0)
      assert.is_string(m.blas.flavour)
      assert.is_string(m.blas.kernel)
   end)

   it('counts on no more of the third cache than there is, nor on more than its processors may have', function()
      local engine = library.engine
      local whole, share = tonumber(engine.lampas_cache_bytes(3)), tonumber(engine.lampas_cache_share())
      assert.is_true(share > 0 and share <= whole)
      assert.is_true(share == whole or share % 2 ^ 23 == 0 and share / 2 ^ 23 <= machine.describe().cores)
   end)

   it('runs the OpenMP flavour of OpenBLAS', function()
      assert.equal('OpenMP', machine.describe().blas.flavour)
      assert.is_nil(machine.describe().blas.warning)
   end)

   it('counts the operations of the peak loop for all threads', function()
      local threads = library.engine.lampas_threads_get()
      for _, type in ipairs { 'float', 'double' } do
         local peak = library.kernels[type].machine_multiplyAdd
         local one = peak(1)
         assert.equal(0, one % (2 * threads))
         assert.equal(10 * one, peak(10))
      end
   end)

   it('copies every byte, whichever way and length', function()
      for _, bytes in ipairs { 1, 63, 64, 127, 1000, 4096, 100001 } do
         for way = 0, 2 do
            local from, to = ffi.new('uint8_t[?]', bytes), ffi.new('uint8_t[?]', bytes)
            for i = 0, bytes - 1 do
               from[i] = (i * 31 + 7) % 256
            end
            library.engine.lampas_machine_copy(to, from, bytes, 2, way)
            assert.equal(ffi.string(from, bytes), ffi.string(to, bytes))
         end
      end
   end)

   it('measures limits once for a number of threads', function()
      local limits = machine.limits()
      assert.equal(limits, machine.limits())
      assert.is_true(limits.flops.float > 1e8 and limits.flops.double > 1e8)
      for i, level in ipairs(limits.copy) do
         assert.is_true(level.rate > 1e7, level.name)
         assert.is_true(i == 1 or level.capacity > limits.copy[i - 1].capacity)
      end
      assert.equal(math.huge, limits.copy[#limits.copy].capacity)
   end)
end)

describe('the bound of an amount of work #once', function()
   local limits = {
      flops = { float = 100, double = 50 },
      copy = { { name = 'L2', capacity = 10, rate = 20 }, { name = 'memory', capacity = math.huge, rate = 5 } },
   }

   it('is the longer of arithmetic and memory', function()
      assert.same({ 2, 'arithmetic' }, { machine.bound(limits, 'float', 200, 5) })
      assert.same({ 4, 'arithmetic' }, { machine.bound(limits, 'double', 200, 5) })
      assert.same({ 20, 'memory' }, { machine.bound(limits, 'double', 200, 100) })
   end)

   it('takes the level that holds the working set', function()
      assert.same({ 0.5, 'L2' }, { machine.bound(limits, 'float', nil, 10) })
      assert.same({ 4, 'memory' }, { machine.bound(limits, 'float', 0, 20) })
   end)

   it('is unknown without work', function()
      assert.is_nil(machine.bound(limits, 'float', nil, nil))
   end)
end)
