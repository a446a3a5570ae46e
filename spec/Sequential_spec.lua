local tensors = require 'spec.support.tensors'
require 'nn'

local function net()
   torch.manualSeed(9)
   return nn.Sequential():add(nn.Linear(4, 3)):add(nn.Tanh()):add(nn.Linear(3, 2))
end

describe('nn.Sequential', function()
   it('has the results of its ends', function()
      local module, x, g = net(), torch.randn(2, 4), torch.randn(2, 2)
      local y = module:forward(x)
      assert.is_true(rawequal(y, module:get(3).output) and rawequal(y, module.output))
      local gradInput = module:backward(x, g)
      assert.is_true(rawequal(gradInput, module:get(1).gradInput) and rawequal(gradInput, module.gradInput))
   end)

   it('has the gradients that finite differences show, in each of the ways to compute them', function()
      local module, x = net(), torch.randn(2, 4)
      assert.is_true(nn.Jacobian.testJacobian(module, x) < 1e-6)
      local p, g = module:getParameters()
      assert.is_true(nn.Jacobian.testJacobianParameters(module, x, p, g) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobianUpdateParameters(module, x, p) < 1e-6)
      local gradOutput = torch.randn(2, 2)
      module:forward(x)
      module:zeroGradParameters()
      local gradInput = module:backward(x, gradOutput, 0.5):clone()
      local half = g:clone()
      module:zeroGradParameters()
      tensors.close(gradInput, module:updateGradInput(x, gradOutput), 0, 'gradInput')
      module:accGradParameters(x, gradOutput)
      tensors.close(g, half * 2, 1e-15, 'gradients')
   end)

   it('passes its input through when it is empty', function()
      local empty, x = nn.Sequential(), torch.randn(3)
      assert.is_true(rawequal(x, empty:forward(x)))
      assert.is_true(rawequal(x, empty:backward(x, x)))
      assert.equal('nn.Sequential {\n  [input -> output]\n}', tostring(empty))
      assert.equal(0, empty:size())
   end)

   it('goes without the gradient by the input', function()
      local module, x = net(), torch.randn(2, 4)
      module:get(1).gradInput = nil
      module:forward(x)
      assert.is_nil(module:backward(x, torch.randn(2, 2)))
      assert.is_nil(module.gradInput)
   end)

   it('inserts and removes', function()
      local module = nn.Sequential():add(nn.Tanh())
      module:insert(nn.ReLU(), 1)
      module:insert(nn.Sigmoid())
      assert.equal('nn.ReLU nn.Tanh nn.Sigmoid', ('%s %s %s'):format(unpack(module.modules)))
      module:remove(1)
      module:remove()
      assert.equal(1, module:size())
      assert.is_true(rawequal(module:get(1).output, module.output))
      module:remove()
      assert.equal(0, module.output:nElement())
      tensors.refuses('index should be contiguous', function() module:insert(nn.Tanh(), 5) end)
      tensors.refuses('index out of range', function() module:remove(1) end)
   end)

   it('lets go of its results by clearState, and of its children\'s', function()
      local module, x = net(), torch.randn(2, 4)
      local y = module:forward(x):clone()
      assert.is_true(rawequal(module, module:clearState()))
      assert.equal(0, module.output:nElement() + module:get(2).output:nElement())
      tensors.close(y, module:forward(x), 0, 'after clearState')
   end)

   it('prints its children, their lines indented', function()
      assert.equal([[
nn.Sequential {
  [input -> (1) -> (2) -> output]
  (1): nn.Sequential {
    [input -> (1) -> output]
    (1): nn.Tanh
  }
  (2): nn.ReLU
}]], tostring(nn.Sequential():add(nn.Sequential():add(nn.Tanh())):add(nn.ReLU())))
   end)
end)
