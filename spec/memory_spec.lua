require 'torch'
local memory = require 'torch.memory'

local MB = 2 ^ 20

describe('native memory', function()
   it('stays bounded while big tensors are dropped', function()
      collectgarbage()
      local most = 0
      for _ = 1, 100 do
         torch.DoubleTensor(100 * MB / 8)
         most = math.max(most, memory.bytes())
      end
      assert.is_true(most < 800 * MB, most)
   end)

   it('counts what storages hold and gives it back', function()
      collectgarbage()
      local before = memory.bytes()
      local x = torch.FloatTensor(MB)
      assert.equal(4 * MB, memory.bytes() - before)
      x:resize(2 * MB)
      assert.equal(8 * MB, memory.bytes() - before)
      x = nil -- luacheck: ignore
      collectgarbage()
      assert.equal(0, memory.bytes() - before)
   end)

   it('is reported as short, not crashed for', function()
      assert.error_matches(function()
         torch.DoubleTensor(2 ^ 50)
      end, 'not enough memory')
      local x = torch.DoubleTensor(2)
      assert.error_matches(function()
         x:resize(2 ^ 31, 2 ^ 31, 2 ^ 31)
      end, 'not enough memory')
      assert.same({ 2 }, x:size():totable())
   end)
end)
