local checks = require 'spec.support.module_checks'

local function net()
   torch.manualSeed(3)
   return nn.Sequential():add(nn.ConcatTable():add(nn.Identity()):add(nn.Tanh()))
      :add(nn.ParallelTable():add(nn.Linear(4, 3)):add(nn.Linear(4, 3))):add(nn.CAddTable())
end

describe('nn.ParallelTable', function()
   it('gives each entry to the child at its place', function()
      local parallel = nn.ParallelTable():add(nn.Tanh()):add(nn.Identity())
      local x = { torch.Tensor { 0 }, torch.Tensor { 5 } }
      assert.equal(0, parallel:forward(x)[1][1])
      assert.equal(5, parallel:forward(x)[2][1])
      assert.equal(7, parallel:backward(x, { torch.Tensor { 7 }, torch.Tensor { 1 } })[1][1])
   end)

   it('has the gradients that finite differences show', function()
      local x, module = torch.randn(2, 4), net()
      assert.is_true(nn.Jacobian.testJacobian(module, x) < 1e-6)
      local p, g = module:getParameters()
      assert.is_true(nn.Jacobian.testJacobianParameters(module, x, p, g) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobianUpdateParameters(module, x, p) < 1e-6)
   end)

   it('is the same as a clone, in float, and after clearState', function()
      local module, x = net(), torch.randn(2, 4)
      local y = module:forward(x):clone()
      checks.close(y, module:clone():forward(x), 0, 'a clone')
      module:clearState()
      checks.close(y, module:forward(x), 0, 'after clearState')
      checks.close(y, module:float():forward(x:float()), 1e-5, 'float')
   end)
end)
