require 'nn'

describe('nn.Identity', function()
   it('passes the same objects both ways, tables too', function()
      local identity, x, g = nn.Identity('any', 'arguments'), torch.randn(3), { torch.randn(2) }
      assert.is_true(rawequal(x, identity:forward(x)))
      assert.is_true(rawequal(g, identity:backward(x, g)))
      assert.is_true(rawequal(g, identity.gradInput))
   end)

   it('lets go of them by clearState, without emptying them', function()
      local identity, x = nn.Identity():float(), torch.FloatTensor(3)
      identity:forward(x)
      identity:clearState()
      assert.equal(3, x:nElement())
      assert.equal('torch.FloatTensor', identity.output:type())
   end)
end)
