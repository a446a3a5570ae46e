local scaling = require 'lampas.scaling'

describe('several thread counts #once', function()
   it('stand beside the first', function()
      local one, two, wrong = { ms = 6, threads = 1 }, { ms = 4, threads = 2 }, { threads = 4 }
      scaling.beside(one)
      scaling.beside(two, one)
      scaling.beside(wrong, one)
      assert.equal(1, one.thread_speedup)
      assert.equal(1, one.thread_efficiency)
      assert.equal(1.5, two.thread_speedup)
      assert.equal(0.75, two.thread_efficiency)
      assert.is_nil(wrong.thread_speedup)
   end)
end)
