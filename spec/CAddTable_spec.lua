local checks = require 'spec.support.module_checks'

describe('nn.CAddTable', function()
   it('adds, and hands each term the whole gradient', function()
      local add, x, g = nn.CAddTable(), { torch.randn(2, 3), torch.randn(2, 3), torch.randn(2, 3) }, torch.randn(2, 3)
      checks.close(x[1] + x[2] + x[3], add:forward(x), 1e-15, 'output')
      for _, gradient in ipairs(add:backward(x, g)) do
         checks.close(g, gradient, 0, 'gradInput')
      end
      assert.equal(2, #add:backward({ x[1], x[2] }, g))
   end)

   it('adds to the first term in place', function()
      local add, x, g = nn.CAddTable(true), { torch.randn(4), torch.randn(4) }, torch.randn(4)
      local wanted = x[1] + x[2]
      assert.equal(x[1]:storage(), add:forward(x):storage())
      checks.close(wanted, x[1], 0, 'the first term')
      assert.equal(g:storage(), add:backward(x, g)[2]:storage())
      add:clearState()
      assert.equal(4, x[1]:nElement())
   end)

   it('refuses terms that do not fit', function()
      checks.refuses('nn.CAddTable: input[2] of size 4 does not have as many elements as the input[1] of size 3', function()
         nn.CAddTable():forward { torch.randn(3), torch.randn(4) }
      end)
      checks.refuses('nn.CAddTable: input[1] is a torch.FloatTensor, but the module has type torch.DoubleTensor', function()
         nn.CAddTable():forward { torch.FloatTensor(3) }
      end)
   end)
end)
