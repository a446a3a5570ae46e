local tensors = require 'spec.support.tensors'
require 'nn'

local function net()
   torch.manualSeed(3)
   return nn.Parallel(2, 1):add(nn.Linear(4, 3)):add(nn.Linear(4, 2)):add(nn.Linear(4, 3))
end

describe('nn.Parallel', function()
   it('gives each child a slice, and joins their outputs', function()
      local input, module = torch.randn(3, 4, 5), nn.Parallel(1, 3)
      for _ = 1, 3 do
         module:add(nn.View(4, 5, 1))
      end
      local wanted = input:transpose(1, 3):transpose(1, 2)
      tensors.close(wanted, module:forward(input), 0, 'output')
      tensors.close(input, module:backward(input, wanted), 0, 'gradInput')
   end)

   it('has the gradients that finite differences show', function()
      local module, x = net(), torch.randn(4, 3)
      assert.is_true(nn.Jacobian.testJacobian(module, x) < 1e-6)
      local p, g = module:getParameters()
      assert.is_true(nn.Jacobian.testJacobianParameters(module, x, p, g) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobianUpdateParameters(module, x, p) < 1e-6)
   end)

   it('does without gradients of children, or its own', function()
      local module, x = nn.Parallel(1, 1):add(nn.Linear(4, 2)):add(nn.Linear(4, 2)), torch.randn(2, 4)
      module:get(1).gradInput = nil
      module:forward(x)
      local gradient = module:backward(x, torch.randn(4))
      assert.equal(0, gradient[1]:norm())
      assert.is_true(gradient[2]:norm() > 0)
      module.gradInput = nil
      module:zeroGradParameters()
      assert.is_nil(module:backward(x, torch.randn(4)))
      assert.is_true(module:get(2).gradWeight:norm() > 0)
   end)

   it('leaves children alone that get no slice', function()
      local module, x = net(), torch.randn(4, 2)
      tensors.close(torch.cat(module:get(1):forward(x:select(2, 1)):clone(), module:get(2):forward(x:select(2, 2))), module:forward(x), 0, 'output')
   end)

   it('names what it was given and what it wanted, and prints its branches', function()
      tensors.refuses('nn.Parallel: input of size 4x5 has 5 slices along dimension 2, for 3 modules', function() net():forward(torch.randn(4, 5)) end)
      tensors.refuses('nn.Parallel: input of size 4 has no dimension 2', function() net():forward(torch.randn(4)) end)
      tensors.refuses('nn.Parallel: output of child 2 of size 1x2 does not fit to output of child 1 of size 1x3 along dimension 1', function()
         local wrong = nn.Parallel(1, 1):add(nn.Linear(4, 3)):add(nn.Linear(4, 2))
         wrong:forward(torch.randn(2, 1, 4))
      end)
      assert.equal([[
nn.Parallel {
  input
    |`-> (1): nn.Linear(4 -> 3)
    |`-> (2): nn.Linear(4 -> 2)
     `-> (3): nn.Linear(4 -> 3)
     ... -> output
}]], tostring(net()))
   end)
end)
