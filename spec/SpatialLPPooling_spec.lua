local checks = require 'spec.support.module_checks'
local pooling = require 'spec.support.pooling'

-- Fails unless the module's output is the p-norm of its windows.
local function compare(p, module, x)
   local sum = pooling.layer({ 'H', 'W' }, function(values)
      local total = 0
      for _, value in ipairs(values) do
         total = total + value ^ p
      end
      return total ^ (1 / p)
   end)
   checks.close(sum(module, x), module:forward(x), 1e-12, 'output')
end

describe('nn.SpatialLPPooling', function()
   it('has the p-norms of windows, and their gradients', function()
      for _, p in ipairs { 2, 3, 1.5 } do
         for _, size in ipairs { { 3, 6, 8 }, { 2, 2, 4, 5 } } do
            local module, x = nn.SpatialLPPooling(3, p, 2, 2), torch.rand(torch.LongStorage(size)):add(0.1)
            compare(p, module, x)
            assert.is_true(nn.Jacobian.testJacobian(module, x, 0.1, 2) < 1e-6)
         end
      end
      compare(2, nn.SpatialLPPooling(1, 2, 3, 2, 1, 2), torch.rand(1, 7, 6))
   end)

   it('is made of other modules, and learns nothing', function()
      local module = nn.SpatialLPPooling(3, 2, 3, 2, 1, 2)
      local names = {}
      for i, child in ipairs(module.modules) do
         names[i] = torch.type(child)
      end
      assert.same({ 'nn.Square', 'nn.SpatialAveragePooling', 'nn.MulConstant', 'nn.Sqrt' }, names)
      assert.equal('nn.Power', torch.type(nn.SpatialLPPooling(3, 4, 2, 2):get(4)))
      assert.same({ 3, 2, 1, 2 }, { module.kW, module.kH, module.dW, module.dH })
      assert.equal(0, #module:parameters())
      local x = torch.rand(3, 6, 6)
      module:backward(x, module:forward(x))
      module:zeroGradParameters()
      module:updateParameters(0.1)
      checks.close(module:forward(x), torch.deserialize(torch.serialize(module)):float():double():forward(x), 1e-6, 'a copy')
   end)
end)
