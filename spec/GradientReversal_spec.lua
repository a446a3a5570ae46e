local checks = require 'spec.support.module_checks'

describe('nn.GradientReversal', function()
   it('passes its input on and turns the gradient round', function()
      local module, x, g = nn.GradientReversal(0.5), torch.randn(3, 4), torch.randn(3, 4)
      checks.close(x, module:forward(x), 0, 'output')
      checks.close(g * -0.5, module:backward(x, g), 0, 'gradInput')
      checks.close(g * -0.5, module:backward(checks.scattered(x), checks.scattered(g)), 0, 'gradInput')
      module:setLambda(2)
      checks.close(g * -2, module:backward(x, g), 0, 'gradInput')
      checks.close(-g, nn.GradientReversal():backward(x, g), 0, 'gradInput')
   end)

   it('shows the elements of its input, and lets go of them', function()
      local module, x = nn.GradientReversal(), torch.randn(3)
      assert.equal(x:storage(), module:forward(x):storage())
      module:clearState()
      assert.equal(3, x:nElement())
      assert.equal('torch.FloatTensor', module:float():forward(x:float()):type())
   end)

   it('has a lambda of 1 in files of version 1', function()
      local module = nn.GradientReversal(3)
      module.lambda = nil
      local file = torch.MemoryFile()
      file:writeObject { output = torch.Tensor(), gradInput = torch.Tensor(), _type = 'torch.DoubleTensor' }
      file:seek(1)
      module:read(file, 1)
      assert.equal(1, module.lambda)
      assert.equal(3, nn.GradientReversal(3):clone().lambda)
   end)
end)
