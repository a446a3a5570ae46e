local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.Jacobian', function()
   it('is the weight for a linear layer, by either way', function()
      local linear = nn.Linear(3, 2)
      local x = torch.randn(3)
      tensors.close(linear.weight:t(), nn.Jacobian.backward(linear, x), 1e-15, 'backward')
      tensors.close(linear.weight:t(), nn.Jacobian.forward(linear, x), 1e-8, 'forward')
   end)

   it('is the input for its parameters, and as updates show it', function()
      local linear, x = nn.Linear(2, 1), torch.Tensor { 3, 5 }
      tensors.close(x:view(2, 1), nn.Jacobian.backward(linear, x, linear.weight, linear.gradWeight), 1e-15, 'backward')
      tensors.close(x:view(2, 1), nn.Jacobian.backwardUpdate(linear, x, linear.weight), 1e-12, 'backwardUpdate')
      tensors.close(x:view(2, 1), nn.Jacobian.forwardUpdate(linear, x, linear.weight), 1e-8, 'forwardUpdate')
   end)

   it('takes tables in and out, and parameters in a table', function()
      local net = nn.Sequential():add(nn.ParallelTable():add(nn.Linear(2, 3)):add(nn.Tanh()))
         :add(nn.ConcatTable():add(nn.CAddTable()):add(nn.CMulTable()))
      local x = { torch.randn(2), torch.randn(3) }
      assert.same({ 5, 6 }, nn.Jacobian.forward(net, x):size():totable())
      assert.is_true(nn.Jacobian.testJacobian(net, x) < 1e-6)
      local parameters, gradients = net:parameters()
      assert.is_true(nn.Jacobian.testJacobianParameters(net, x, parameters, gradients) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobianParameters(net, x, parameters[1], gradients[1]) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobianUpdateParameters(net, x, parameters) < 1e-6)
      local forward, backward = nn.Jacobian.testIO(net, x)
      assert.equal(0, forward + backward)
   end)

   it('puts every parameter back that an update changed', function()
      local net, x = nn.Sequential():add(nn.Linear(3, 4)):add(nn.Tanh()):add(nn.Linear(4, 2)), torch.randn(3)
      local weight, before = net:get(3).weight, net:get(1).weight:clone()
      assert.is_true(nn.Jacobian.testJacobianUpdateParameters(net, x, weight) < 1e-6)
      tensors.close(before, net:get(1).weight, 0, 'another parameter')
   end)

   it('works in other types, but for rounding', function()
      local linear = nn.Linear(3, 2):float()
      assert.is_true(nn.Jacobian.testJacobian(linear, torch.FloatTensor(3), -1, 1, 1e-2) < 1e-3)
      local indices = torch.LongTensor(4)
      nn.Jacobian.testIO(nn.Identity(), indices, 1, 5)
      assert.is_true(indices:min() >= 1 and indices:max() <= 5)
   end)

   it('compares the ways to update', function()
      local errors = nn.Jacobian.testAllUpdate(nn.Linear(3, 2), torch.randn(4, 3), 'weight', 'gradWeight')
      local names = {}
      for name, difference in pairs(errors) do
         assert.is_true(difference < 1e-12, name)
         table.insert(names, name)
      end
      assert.equal(9, #names)
      local Wrong, parent = torch.class('nn.SpecWrong', 'nn.Linear')
      function Wrong:accUpdateGradParameters(input, gradOutput, lr)
         parent.accUpdateGradParameters(self, input, gradOutput, 2 * lr)
      end
      assert.is_true(nn.Jacobian.testAllUpdate(nn.SpecWrong(3, 2), torch.randn(4, 3), 'weight', 'gradWeight').accUpdateGradParameters > 1e-3)
      nn.SpecWrong = nil
   end)

   it('sees a wrong gradient', function()
      local tanh = nn.Tanh()
      tanh.updateGradInput = function(self, input, gradOutput)
         return nn.Tanh.updateGradInput(self, input, gradOutput):mul(1.01)
      end
      assert.is_true(nn.Jacobian.testJacobian(tanh, torch.Tensor(4)) > 1e-4)
   end)

   it('sees what a file does not keep', function()
      local forward, backward = nn.Jacobian.testIO(nn.Linear(3, 2), torch.Tensor(3))
      assert.equal(0, forward + backward)
      local Forgetful, parent = torch.class('nn.SpecForgetful', 'nn.Linear')
      function Forgetful:read(file)
         parent.read(self, file)
         self.weight:mul(2)
      end
      assert.is_true(nn.Jacobian.testIO(nn.SpecForgetful(3, 2), torch.Tensor(3)) > 1e-3)
      nn.SpecForgetful = nil
   end)
end)
