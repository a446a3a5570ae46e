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
