local checks = require 'spec.support.module_checks'

local jacobian = nn.Jacobian

describe('nn.LinearWeightNorm', function()
   it('computes as nn.Linear does with the weight that g and v make', function()
      for _, input in ipairs { torch.randn(6, 4), torch.randn(4) } do
         local module = nn.LinearWeightNorm(4, 3)
         module.g:uniform(0.5, 2)
         local weight = torch.Tensor(3, 4)
         for o = 1, 3 do
            weight[o]:mul(module.v[o], module.g[o][1] / module.v[o]:norm())
         end
         local linear = nn.Linear(4, 3)
         linear.weight:copy(weight)
         linear.bias:copy(module.bias)
         checks.close(linear:forward(input), module:forward(input), 1e-14, 'output')
         local g = module.output:clone():uniform()
         checks.close(linear:updateGradInput(input, g), module:updateGradInput(input, g), 1e-14, 'gradInput')
      end
   end)

   it('differentiates each of its parameters, in each of the ways', function()
      for _, input in ipairs { torch.rand(6, 4), torch.rand(4) } do
         local module = nn.LinearWeightNorm(4, 5)
         assert.is_true(jacobian.testJacobian(module, input) < 1e-6)
         for name, gradient in pairs { v = 'gradV', g = 'gradG', bias = 'gradBias' } do
            assert.is_true(jacobian.testJacobianParameters(module, input, module[name], module[gradient], 0.2, 1) < 1e-6)
         end
         local forward, backward = jacobian.testIO(module, input)
         assert.equal(0, forward + backward)
      end
   end)

   it('adds to its gradients, and updates at once as after one another', function()
      local module, input, g = nn.LinearWeightNorm(4, 5), torch.randn(6, 4), torch.randn(6, 5)
      module:forward(input)
      module:zeroGradParameters()
      module:backward(input, g)
      local gradV, gradG = module.gradV:clone(), module.gradG:clone()
      module:backward(input, g)
      checks.close(gradV * 2, module.gradV, 1e-14, 'gradV')
      checks.close(gradG * 2, module.gradG, 1e-14, 'gradG')
      local direct = module:clone()
      module:zeroGradParameters()
      module:backward(input, g)
      module:updateParameters(0.1)
      direct:backwardUpdate(input, g, 0.1)
      for _, name in ipairs { 'v', 'g', 'bias' } do
         checks.close(module[name], direct[name], 1e-14, name)
      end
   end)

   it('becomes an nn.Linear and back', function()
      for _, bias in ipairs { true, false } do
         local linear, input = nn.Linear(4, 3, bias), torch.randn(5, 4)
         local normed = nn.LinearWeightNorm.fromLinear(linear)
         checks.close(linear:forward(input), normed:forward(input), 1e-14, 'fromLinear')
         checks.close(linear.output, normed:toLinear():forward(input), 1e-14, 'toLinear')
         assert.equal(bias, normed.bias ~= nil)
      end
      assert.equal('torch.FloatTensor', nn.LinearWeightNorm.fromLinear(nn.Linear(4, 3):float()).weight:type())
   end)

   it('keeps its weight in evaluation', function()
      local module, input = nn.LinearWeightNorm(4, 3), torch.randn(5, 4)
      module.g:fill(2)
      module:evaluate()
      local output = module:forward(input):clone()
      checks.close(output, module:toLinear():forward(input), 1e-14, 'evaluation')
      module.g:fill(5)
      checks.close(output, module:forward(input), 0, 'still')
      module:training()
      assert.is_true(checks.distance(output, module:forward(input)) > 0.1)
   end)

   it('prints, takes parameters with gaps, and works without bias', function()
      assert.equal('nn.LinearWeightNorm(4 -> 3)', tostring(nn.LinearWeightNorm(4, 3)))
      local module, input = nn.LinearWeightNorm(4, 3, false), torch.randn(5, 4)
      assert.equal('nn.LinearWeightNorm(4 -> 3) without bias', tostring(module))
      assert.equal(2, #module:parameters())
      local wanted = module:forward(input):clone()
      local g = torch.randn(5, 3)
      module:backward(input, g)
      local other = module:clone()
      other:zeroGradParameters()
      for _, name in ipairs { 'v', 'gradV', 'g', 'gradG' } do
         other[name] = checks.scattered(other[name])
      end
      checks.close(wanted, other:forward(input), 0, 'output')
      other:backward(input, g)
      checks.close(module.gradV, other.gradV, 0, 'gradV')
      checks.close(module.gradG, other.gradG, 0, 'gradG')
   end)
end)
