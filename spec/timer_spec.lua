require 'torch'

local function work()
   local sum = 0
   for i = 1, 1e5 do
      sum = sum + math.sqrt(i)
   end
   return sum
end

describe('torch.Timer', function()
   it('runs from the start', function()
      local timer = torch.Timer()
      assert.equal('torch.Timer [status: running]', tostring(timer))
      assert.equal('userdata', type(timer))
      work()
      local times = timer:time()
      assert.is_true(times.real > 0)
      assert.is_true(times.user >= 0 and times.sys >= 0)
      assert.is_true(timer:time().real >= times.real)
   end)

   it('stands still while it is stopped', function()
      local timer = torch.Timer()
      assert.equal(timer, timer:stop())
      assert.equal('torch.Timer [status: stopped]', tostring(timer))
      local before = timer:time()
      work()
      assert.same(before, timer:time())
      assert.equal(timer, timer:resume())
      assert.equal('torch.Timer [status: running]', tostring(timer))
      work()
      assert.is_true(timer:time().real > before.real)
   end)

   it('begins again with reset', function()
      local timer = torch.Timer()
      work()
      timer:stop()
      assert.equal(timer, timer:reset())
      assert.same({ real = 0, user = 0, sys = 0 }, timer:time())
      timer:resume()
      work()
      assert.is_true(timer:time().real > 0)
   end)

   it('is a timer or an error', function()
      assert.error_matches(function()
         torch.Timer().time(torch.Tensor())
      end, 'torch.Timer expected, got torch.DoubleTensor')
   end)
end)
