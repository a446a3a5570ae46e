require 'torch'
local layouts = require 'spec.support.tensor_layouts'

describe('cat', function()
   it('joins tensors along a dimension', function()
      for _, kind in ipairs(layouts.types) do
         local T = torch[kind .. 'Tensor']
         local x, y = T { { 1, 2 }, { 3, 4 } }, T { { 5, 6 }, { 7, 8 } }:t()
         assert.same({ { 1, 2, 5, 7 }, { 3, 4, 6, 8 } }, torch.cat(x, y):totable())
         assert.same({ { 1, 2 }, { 3, 4 }, { 5, 7 }, { 6, 8 } }, torch.cat(x, y, 1):totable())
         assert.same({ { 1, 2 }, { 3, 4 }, { 1, 2 }, { 5, 7 }, { 6, 8 } }, torch.cat({ x, x:narrow(1, 1, 1), y }, 1):totable())
         assert.same({ { 1, 2, 5, 7 }, { 3, 4, 6, 8 } }, x:cat(y, 2):totable())
         local r = T()
         assert(rawequal(torch.cat(r, x, y, 1), r))
         assert.same({ 4, 2 }, r:size():totable())
         assert(rawequal(x.cat(r, { x, y }, 2), r))
         assert.same({ { 1, 2, 5, 7 }, { 3, 4, 6, 8 } }, r:totable())
      end
      assert.error_matches(function()
         torch.cat {}
      end, 'invalid number of inputs: 0')
      local x = torch.Tensor { 1, 2 }
      assert.same({ 1, 2, 1, 2 }, torch.cat { x, torch.Tensor(), x }:totable())
      assert.same({ { 1, 1 }, { 2, 2 } }, torch.cat(x, x, 2):totable())
      assert.same({ 1, 2, 1, 2 }, torch.cat(x, x, -1):totable())
      assert.equal(0, torch.cat(torch.Tensor(), torch.Tensor()):nElement())
      assert.same({ 1, 2, 1, 2 }, torch.cat(x, x, x):totable())
      local ok, message = pcall(torch.cat, torch.Tensor(2, 3), torch.Tensor(3, 2), 1)
      assert(not ok and message:find('inconsistent tensor sizes', 1, true))
   end)
end)
