require 'torch'

describe('operators', function()
   it('make new tensors', function()
      local x, y = torch.Tensor { 1, 2, 3 }, torch.Tensor { 4, 5, 7 }
      assert.same({ 3, 4, 5 }, (x + 2):totable())
      assert.same({ 3, 4, 5 }, (2 + x):totable())
      assert.same({ 5, 7, 10 }, (x + y):totable())
      assert.same({ -1, 0, 1 }, (x - 2):totable())
      assert.same({ 1, 0, -1 }, (2 - x):totable())
      assert.same({ 3, 3, 4 }, (y - x):totable())
      assert.same({ -1, -2, -3 }, (-x):totable())
      assert.same({ 2, 4, 6 }, (x * 2):totable())
      assert.same({ 2, 4, 6 }, (2 * x):totable())
      assert.same({ 0.5, 1, 1.5 }, (x / 2):totable())
      assert.same({ 1, 0, 1 }, (x % 2):totable())
      assert.equal(35, x * y)
      assert.same({ 1, 2, 3 }, x:totable())
      local m = torch.Tensor { { 1, 2, 3 }, { 4, 5, 6 } }
      assert.same({ 14, 32 }, (m * x):totable())
      assert.same({ { 14, 32 }, { 32, 77 } }, (m * m:t()):totable())
   end)

   it('refuse what Torch has not', function()
      local x = torch.Tensor { 1, 2 }
      assert.has_error(function() return x / x end)
      local ok, message = pcall(function() return torch.Tensor(2, 2, 2) * torch.Tensor(2, 2) end)
      assert(not ok and message:find('multiplication between 3D and 2D tensors not yet supported', 1, true))
   end)
end)
