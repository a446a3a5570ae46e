require 'torch'

describe('threads', function()
   local before = torch.getnumthreads()

   after_each(function()
      torch.setnumthreads(before)
   end)

   it('are as many as was asked for', function()
      for n = 1, 3 do
         torch.setnumthreads(n)
         assert.equal(n, torch.getnumthreads())
      end
   end)

   it('are at least one', function()
      for _, n in ipairs { 0, -1, 0 / 0, 'two', 2 ^ 31 } do
         assert.error_matches(function()
            torch.setnumthreads(n)
         end, "bad argument #1 to 'setnumthreads'")
      end
      assert.equal(before, torch.getnumthreads())
   end)

   it('run on at least one core', function()
      assert.is_true(torch.getnumcores() >= 1)
      assert.is_nil(torch.updatethreadlocals())
      assert.is_nil(torch.updateerrorhandlers())
   end)
end)
