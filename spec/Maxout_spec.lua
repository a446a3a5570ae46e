local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.Maxout', function()
   it('is the largest of several linear functions for each output', function()
      local module, x = nn.Maxout(4, 3, 2), torch.randn(5, 4)
      local linear = module:get(1)
      local wanted = linear:forward(x):view(5, 2, 3):max(2):view(5, 3)
      tensors.close(wanted, module:forward(x), 0, 'output')
      tensors.close(wanted[2], module:forward(x[2]), 1e-15, 'one sample')
   end)

   it('has the gradients that finite differences show', function()
      local module, x = nn.Maxout(4, 3, 2), torch.randn(2, 4)
      assert.is_true(nn.Jacobian.testJacobian(module, x) < 1e-6)
      local p, g = module:getParameters()
      assert.is_true(nn.Jacobian.testJacobianParameters(module, x, p, g) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobianUpdateParameters(module, x, p) < 1e-6)
   end)

   it('has room for a module between', function()
      local module = nn.Maxout(4, 3, 2, nn.Tanh())
      assert.equal('nn.Tanh', torch.type(module:get(3)))
      assert.same({ 5, 3 }, module:forward(torch.randn(5, 4)):size():totable())
   end)
end)
