-- nn.hessian, against finite differences of the gradient where outputs are linear, and against h f'² where they are not.
local tensors = require 'spec.support.tensors'
require 'nn'

local parameters, container_parameters, getParameters = nn.Module.parameters, nn.Container.parameters, nn.Module.getParameters

local CONNECTIONS = torch.Tensor { { 1, 1 }, { 2, 1 }, { 1, 2 }, { 2, 3 } }

-- Modules whose outputs are linear in the input and in each parameter, with the sizes of an input.
local LINEAR = {
   { 'Linear', function() return nn.Linear(4, 3) end, { 2, 4 } },
   { 'Linear', function() return nn.Linear(4, 3) end, { 4 } },
   { 'Linear', function() return nn.Linear(4, 3, false) end, { 2, 4 } },
   { 'SpatialConvolution', function() return nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 1) end, { 2, 2, 4, 5 } },
   { 'SpatialConvolutionLocal', function() return nn.SpatialConvolutionLocal(2, 3, 4, 5, 3, 2) end, { 2, 5, 4 } },
   { 'SpatialConvolutionMap', function() return nn.SpatialConvolutionMap(CONNECTIONS, 2, 3) end, { 2, 5, 4 } },
   { 'SpatialFullConvolution', function() return nn.SpatialFullConvolution(2, 3, 3, 2, 2, 2, 1) end, { 2, 3, 4 } },
   { 'SpatialFullConvolutionMap', function() return nn.SpatialFullConvolutionMap(CONNECTIONS, 2, 3) end, { 2, 3, 4 } },
}

local POINTWISE = {
   Tanh = function(x) return 1 - math.tanh(x) ^ 2 end,
   TanhShrink = function(x) return math.tanh(x) ^ 2 end,
   Square = function(x) return 2 * x end,
   Sqrt = function(x) return 0.5 / math.sqrt(x) end,
}

-- Second derivatives by `x` of Σ y² / 2: central differences of the gradient `slope()`, a tensor like x.
local function differences(x, slope)
   local elements, second = x:view(-1), torch.Tensor(x:nElement())
   for i = 1, x:nElement() do
      local value = elements[i]
      elements[i] = value + 1e-4
      local above = slope():contiguous():view(-1)[i]
      elements[i] = value - 1e-4
      local below = slope():contiguous():view(-1)[i]
      elements[i] = value
      second[i] = (above - below) / 2e-4
   end
   return second:viewAs(x)
end

-- The gradient of Σ y² / 2 in a field of the module.
local function slope_of(module, x, field)
   return function()
      module:zeroGradParameters()
      local y = module:forward(x):clone()
      module:backward(x, y)
      return module[field]
   end
end

local function second_derivatives(module, x)
   module:initDiagHessianParameters()
   local ones = module:forward(x):clone():fill(1)
   module:updateDiagHessianInput(x, ones)
   module:accDiagHessianParameters(x, ones)
end

describe('nn.hessian', function()
   setup(function()
      nn.hessian.enable()
      nn.hessian.enable()
   end)

   teardown(function() -- other specs do without
      nn.Module.parameters, nn.Container.parameters, nn.Module.getParameters = parameters, container_parameters, getParameters
   end)

   for _, case in ipairs(LINEAR) do
      it('has the second derivatives of ' .. case[1] .. ' that finite differences show', function()
         torch.manualSeed(3)
         local module, x = case[2](), torch.Tensor(unpack(case[3])):uniform(-1, 1)
         second_derivatives(module, x)
         local fields = { gradInput = { x, 'diagHessianInput' }, gradWeight = { module.weight, 'diagHessianWeight' } }
         fields.gradBias = module.bias and { module.bias, 'diagHessianBias' }
         for gradient, second in pairs(fields) do
            local wanted = differences(second[1], slope_of(module, x, gradient))
            tensors.close(wanted, module[second[2]], 1e-7, second[2])
         end
         assert.is_true(module.diagHessianInput:isSameSizeAs(x))
      end)

      it('leaves the fields of ' .. case[1] .. ' as they were, and adds up', function()
         torch.manualSeed(3)
         local module, x = case[2](), torch.Tensor(unpack(case[3])):uniform(-1, 1)
         local y = module:forward(x):clone()
         module:zeroGradParameters()
         module:backward(x, y)
         local kept = { weight = module.weight:clone(), gradWeight = module.gradWeight:clone(), gradInput = module.gradInput:clone() }
         second_derivatives(module, x)
         for field, value in pairs(kept) do
            tensors.close(value, module[field], 0, field)
         end
         tensors.close(y, module.output, 0, 'output')
         local once = module.diagHessianWeight:clone()
         module:accDiagHessianParameters(x, y:fill(1))
         tensors.close(once * 2, module.diagHessianWeight, 1e-12, 'diagHessianWeight')
         module:initDiagHessianParameters()
         assert.equal(0, module.diagHessianWeight:norm())
      end)

      it('agrees with nn.Jacobian for ' .. case[1], function()
         local module, x = case[2](), torch.Tensor(unpack(case[3]))
         assert.is_true(nn.Jacobian.testDiagHessianInput(module, x) < 1e-10)
         assert.is_true(nn.Jacobian.testDiagHessianWeight(module, x) < 1e-10)
         assert.is_true(not module.bias or nn.Jacobian.testDiagHessianBias(module, x, -1, 1) < 1e-10)
      end)
   end

   for name, slope in pairs(POINTWISE) do
      it('has h f\'² for ' .. name, function()
         local module, x = nn[name](), torch.rand(3, 4):add(0.1)
         local y = module:forward(x)
         local h = y:clone():uniform(0, 1)
         local wanted = x:clone():apply(slope):pow(2):cmul(h)
         tensors.close(wanted, module:updateDiagHessianInput(x, h), 1e-12, name)
         assert.is_true(nn.Jacobian.testDiagHessianInput(module, x, 0.1, 2) < 1e-10)
      end)
   end

   it('goes through a network, and gives its second derivatives as parameters', function()
      local net = nn.Sequential():add(nn.SpatialConvolution(1, 2, 2, 2)):add(nn.Reshape(8)):add(nn.Linear(8, 3)):add(nn.Linear(3, 2, false))
      local x = torch.randn(2, 1, 3, 3)
      assert.equal(0, #select(3, net:parameters()))
      assert.is_nil((select(3, net:getParameters())))
      second_derivatives(net, x)
      local last, first = net:get(4), net:get(1)
      tensors.close(differences(last.weight, function()
         net:zeroGradParameters()
         net:backward(x, net:forward(x):clone())
         return last.gradWeight
      end), last.diagHessianWeight, 1e-7, 'the last weights')
      tensors.close(first.diagHessianInput, net.diagHessianInput, 0, 'of the input')
      local weights, gradients, seconds = net:getParameters()
      assert.equal(weights:nElement(), gradients:nElement())
      assert.equal(weights:nElement(), seconds:nElement())
      assert.equal(torch.pointer(seconds:storage()), torch.pointer(first.diagHessianWeight:storage()))
      tensors.close(first.diagHessianWeight:view(-1), seconds:narrow(1, 1, 8), 0, 'in order')
      net:initDiagHessianParameters()
      assert.equal(0, seconds:norm())
   end)

   it('begins with criteria', function()
      local x, t = torch.randn(4, 5), torch.randn(4, 5)
      tensors.close(torch.Tensor(4, 5):fill(0.1), nn.MSECriterion():updateDiagHessianInput(x, t), 1e-15, 'averaged squares')
      tensors.close(torch.Tensor(4, 5):fill(2), nn.MSECriterion(false):updateDiagHessianInput(x, t), 0, 'squares')
      tensors.close(torch.Tensor(4, 5):fill(0.1), nn.WeightedMSECriterion(torch.rand(5)):updateDiagHessianInput(x, t), 1e-15, 'weighted squares')
      assert.same({ 1, 0, 1 }, nn.L1Cost():updateDiagHessianInput(torch.Tensor { 3, 0, -2 }):totable())
      tensors.refuses('nn.BCECriterion:updateDiagHessianInput() is undefined', function() nn.BCECriterion():updateDiagHessianInput(x, t) end)
      tensors.refuses('nn.Sigmoid:updateDiagHessianInput() is undefined', function() nn.Sigmoid():updateDiagHessianInput(x, t) end)
   end)

   it('puts the fields back when an error stops it', function()
      local module, x = nn.Linear(4, 3), torch.randn(2, 4)
      module:forward(x)
      local weight = module.weight
      assert.is_false(pcall(module.updateDiagHessianInput, module, x, torch.randn(7)))
      assert.is_true(rawequal(weight, module.weight))
   end)
end)
