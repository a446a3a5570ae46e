local checks = require 'spec.support.module_checks'

describe('nn.PartialLinear', function()
   it('computes the chosen outputs of nn.Linear, and their gradients', function()
      local module, linear, input = nn.PartialLinear(5, 15), nn.Linear(5, 15), torch.randn(10, 5)
      module.bias:uniform()
      linear.weight:copy(module.network:get(1):get(2).weight)
      linear.bias:copy(module.bias)
      checks.close(linear:forward(input), module:forward(input), 1e-13, 'all')
      for count = 1, 15, 7 do
         local partition = torch.randperm(15):narrow(1, 1, count)
         module:setPartition(partition)
         checks.close(linear.output:index(2, partition:long()), module:forward(input), 1e-13, 'some')
         local g, whole = torch.randn(10, count), torch.zeros(10, 15)
         whole:indexCopy(2, partition:long(), g)
         module:zeroGradParameters()
         linear:zeroGradParameters()
         checks.close(linear:backward(input, whole, 0.5), module:backward(input, g, 0.5), 1e-13, 'gradInput')
         checks.close(linear.gradWeight, module.network:get(1):get(2).gradWeight, 1e-13, 'gradWeight')
         checks.close(linear.gradBias, module.gradBias:view(-1), 1e-13, 'gradBias')
      end
      module:resetPartition()
      checks.close(linear:forward(input), module:forward(input), 1e-13, 'all again')
   end)

   it('differentiates its parameters in each of the ways', function()
      local module, input, jacobian = nn.PartialLinear(3, 6), torch.randn(4, 3), nn.Jacobian
      module:setPartition(torch.LongTensor { 5, 2, 6 })
      local rows = module.network:get(1):get(2)
      assert.is_true(jacobian.testJacobian(module, input) < 1e-6)
      for parameter, gradient in pairs { [rows.weight] = rows.gradWeight, [module.bias] = module.gradBias } do
         assert.is_true(jacobian.testJacobianParameters(module, input, parameter, gradient) < 1e-6)
         assert.is_true(jacobian.testJacobianUpdateParameters(module, input, parameter) < 1e-6)
      end
      local forward, backward = jacobian.testIO(module, input)
      assert.equal(0, forward + backward)
   end)

   it('works without bias, without gradInput, in float, and after clearState', function()
      local module, input = nn.PartialLinear(3, 6):noBias(), torch.randn(4, 3)
      assert.equal('nn.PartialLinear(3 -> 6) without bias', tostring(module))
      assert.equal(1, #module:parameters())
      local output = module:forward(input):clone()
      checks.close(output, module:clearState():forward(input), 0, 'after clearState')
      module:zeroGradParameters()
      module:backward(input, output)
      local gradWeight = module.network:get(1):get(2).gradWeight
      local wanted = gradWeight:clone()
      module.gradInput = nil
      module:zeroGradParameters()
      module:forward(input)
      assert.is_nil(module:backward(input, output))
      checks.close(wanted, gradWeight, 0, 'without gradInput')
      local float = nn.PartialLinear(3, 6):float()
      float:setPartition(torch.LongTensor { 1, 4 })
      assert.equal('torch.FloatTensor', float:forward(input:float()):type())
   end)
end)
