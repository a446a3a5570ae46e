local tensors = require 'spec.support.tensors'
require 'nn'

local Jacobian = nn.Jacobian

local function cases()
   torch.manualSeed(5)
   return {
      { 'a linear layer', nn.WeightNorm(nn.Linear(5, 4)), torch.randn(3, 5) },
      { 'one without bias', nn.WeightNorm(nn.Linear(5, 4, false)), torch.randn(3, 5) },
      { 'a convolution, by output planes', nn.WeightNorm(nn.SpatialConvolution(2, 3, 2, 2)), torch.randn(2, 2, 3, 4) },
      { 'a convolution, by input planes', nn.WeightNorm(nn.SpatialConvolution(2, 3, 2, 2), 2), torch.randn(2, 2, 3, 4) },
      { 'a convolution, by rows', nn.WeightNorm(nn.SpatialConvolution(2, 3, 2, 2), 3), torch.randn(2, 2, 3, 4) },
   }
end

describe('nn.WeightNorm', function()
   for i, case in ipairs(cases()) do
      it('writes the weight as length times direction: ' .. case[1], function()
         local _, module, x = unpack(cases()[i])
         module.g:uniform(1, 2)
         module:forward(x)
         for k = 1, module.g:size(1) do
            local w = module.weight:select(module.outputDim, k)
            local norm = math.sqrt(module.v[k]:norm() ^ 2 + 1e-4)
            tensors.close(module.v[k] * (module.g[k] / norm), w:contiguous():view(-1), 1e-14, 'weight')
         end
      end)

      it('has the gradients that finite differences show: ' .. case[1], function()
         local _, module, x = unpack(cases()[i])
         assert.is_true(Jacobian.testJacobian(module, x) < 1e-6)
         assert.is_true(Jacobian.testJacobianParameters(module, x, module.g, module.gradG) < 1e-6)
         assert.is_true(Jacobian.testJacobianParameters(module, x, module.v, module.gradV) < 1e-6)
         assert.is_true(Jacobian.testJacobianUpdateParameters(module, x, module.v) < 1e-6)
         assert.is_true(Jacobian.testJacobianUpdateParameters(module, x, module.g) < 1e-6)
         if module.bias then
            assert.is_true(Jacobian.testJacobianParameters(module, x, module.bias, module.gradBias) < 1e-6)
            assert.is_true(Jacobian.testJacobianUpdateParameters(module, x, module.bias) < 1e-6)
         end
      end)

      it('is the same from a file, which has no weight: ' .. case[1], function()
         local _, module, x = unpack(cases()[i])
         local y = module:forward(x):clone()
         local written
         module:write { writeObject = function(_, fields) written = { fields.weight, fields.modules[1].weight } end }
         assert.same({}, written)
         assert.is_true(rawequal(module.weight, module:get(1).weight) and torch.isTensor(module.weight))
         local copy = torch.deserialize(torch.serialize(module))
         tensors.close(y, copy:forward(x), 0, 'output')
         assert.is_true(rawequal(copy.weight, copy:get(1).weight))
         tensors.close(y, module:clone('v', 'g', 'bias'):forward(x), 0, 'a clone that shares')
      end)
   end

   it('adds up gradients, which a script may set to zero by their flat vector', function()
      local module, x, g = nn.WeightNorm(nn.Linear(5, 4)), torch.randn(3, 5), torch.randn(3, 4)
      local parameters, gradients = module:getParameters()
      assert.equal(28, parameters:nElement())
      gradients:zero()
      module:forward(x)
      module:backward(x, g)
      local once = gradients:clone()
      module:backward(x, g, 0.5)
      tensors.close(once * 1.5, gradients, 1e-14, 'gradients')
      gradients:zero()
      module:backward(x, g)
      tensors.close(once, gradients, 1e-14, 'gradients again')
      module:zeroGradParameters()
      assert.equal(0, gradients:norm())
      gradients:copy(once)
      local before = parameters:clone()
      module:updateParameters(0.1)
      tensors.close(before - once * 0.1, parameters, 1e-14, 'parameters')
   end)

   it('computes its weight in training, and once for evaluation', function()
      local module, x = nn.WeightNorm(nn.Linear(5, 4)), torch.randn(3, 5)
      local y = module:forward(x):clone()
      module.g:mul(2)
      module:evaluate()
      module.bias:zero()
      tensors.close(y * 2, module:forward(x), 1e-14, 'by evaluate')
      module.g:mul(2)
      tensors.close(y * 2, module:forward(x), 1e-14, 'in evaluation')
      module:training()
      tensors.close(y * 4, module:forward(x), 1e-14, 'in training')
   end)

   it('changes type, and needs a weight', function()
      local module, x = nn.WeightNorm(nn.Linear(5, 4)), torch.randn(3, 5)
      local y = module:forward(x):clone()
      tensors.close(y, module:float():forward(x:float()), 1e-6, 'float')
      assert.is_true(rawequal(module.weight, module:get(1).weight))
      assert.equal('nn.WeightNorm @ nn.Linear(5 -> 4)', tostring(module))
      tensors.refuses('nn.WeightNorm @ nn.Tanh: a module with a weight expected', function() nn.WeightNorm(nn.Tanh()) end)
   end)
end)
