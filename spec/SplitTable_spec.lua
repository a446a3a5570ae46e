local checks = require 'spec.support.module_checks'

describe('nn.SplitTable', function()
   it('gives the slices of a dimension, and joins their gradients', function()
      local x = torch.randn(2, 3, 4)
      for _, split in ipairs { nn.SplitTable(2), nn.SplitTable(-2), nn.SplitTable(1, 2) } do
         local y = split:forward(x)
         assert.equal(3, #y)
         checks.close(x:select(2, 3), y[3], 0, 'output')
         local g = { torch.randn(2, 4), torch.randn(2, 4), torch.randn(2, 4) }
         local gradInput = split:backward(x, g)
         assert.same({ 2, 3, 4 }, gradInput:size():totable())
         checks.close(g[2], gradInput:select(2, 2), 0, 'gradInput')
      end
      assert.equal(x:storage(), nn.SplitTable(1):forward(x)[2]:storage())
   end)

   it('works after clearState, as a clone and in float, and does without gradInput', function()
      local split, x = nn.SplitTable(1), torch.randn(3, 2)
      split:forward(x)
      split = split:clearState():clone():float()
      assert.equal('torch.FloatTensor', split:forward(x:float())[3]:type())
      assert.equal('torch.FloatTensor', split:backward(x:float(), x:float():split(1)):type())
      split.gradInput = nil
      assert.is_nil(split:backward(x:float(), x:float():split(1)))
   end)

   it('refuses what does not fit', function()
      checks.refuses('nn.SplitTable: dimension 3 exceeds input dimensions: input of size 3x2', function()
         nn.SplitTable(3):forward(torch.randn(3, 2))
      end)
      checks.refuses('nn.SplitTable: gradOutput[2] of size 3 does not have as many elements', function()
         nn.SplitTable(1):backward(torch.randn(2, 2), { torch.randn(2), torch.randn(3) })
      end)
   end)
end)
