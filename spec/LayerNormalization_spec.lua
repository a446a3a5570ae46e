local checks = require 'spec.support.module_checks'

-- Each row brought to mean 0 and variance 1, times gain, plus shift.
local function naive(x, gain, shift)
   local y = x:clone()
   for i = 1, x:size(1) do
      local centred = x[i] - x[i]:mean()
      y[i]:copy(centred):div(math.sqrt(centred:dot(centred) / x:size(2)))
      if gain then
         y[i]:cmul(gain):add(shift)
      end
   end
   return y
end

describe('nn.LayerNormalization', function()
   it('has rows of mean 0 and variance 1, times gain, plus bias', function()
      local module, x = nn.LayerNormalization(6, 0.5), torch.randn(4, 6)
      local parameters = module:parameters()
      assert.same({ 1, 1, 1, 1, 1, 1 }, parameters[1]:totable())
      assert.same({ 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 }, parameters[2]:totable())
      parameters[1]:uniform(0.5, 2)
      parameters[2]:uniform()
      checks.close(naive(x, parameters[1], parameters[2]), module:forward(x), 1e-9, 'a batch')
      local plain = nn.LayerNormalization(6, nil, nil, false)
      checks.close(naive(x), plain:forward(x), 1e-9, 'without parameters')
      checks.close(naive(x)[2], plain:forward(x[2]), 1e-9, 'one vector')
      assert.equal(0, #plain:parameters())
   end)

   it('has the gradients that finite differences show', function()
      local module = nn.LayerNormalization(5)
      local parameters, gradients = module:parameters()
      parameters[1]:uniform(0.5, 2)
      assert.is_true(nn.Jacobian.testJacobian(module, torch.Tensor(3, 5), -1, 1) < 1e-6)
      for i = 1, 2 do
         assert.is_true(nn.Jacobian.testJacobianParameters(module, torch.randn(3, 5), parameters[i], gradients[i], 0.5, 1) < 1e-6)
      end
   end)
end)
