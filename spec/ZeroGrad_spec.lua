local checks = require 'spec.support.module_checks'

describe('nn.ZeroGrad', function()
   it('passes its input on and gives zeros', function()
      local module, x = nn.ZeroGrad(), torch.randn(3, 4)
      assert.is_true(rawequal(x, module:forward(x)))
      checks.close(torch.zeros(3, 4), module:backward(x, torch.randn(3, 4)), 0, 'gradInput')
      module:clearState()
      assert.equal(12, x:nElement())
      assert.equal('torch.FloatTensor', module:float():backward(x:float(), x:float()):type())
   end)

   it('takes nested tables', function()
      local module, x = nn.ZeroGrad(), { torch.randn(2), { torch.randn(3), torch.randn(1) } }
      assert.is_true(rawequal(x, module:forward(x)))
      local gradInput = module:backward(x, x)
      checks.close(torch.zeros(2), gradInput[1], 0, 'first')
      checks.close(torch.zeros(3), gradInput[2][1], 0, 'nested')
   end)
end)
