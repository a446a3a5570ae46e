local checks = require 'spec.support.module_checks'

-- Samples of 0 to 6 entries as a table, and as the rows of a matrix.
local function samples(count, inputs)
   local list, dense = {}, torch.zeros(count, inputs)
   for b = 1, count do
      local n = b == 2 and 0 or math.random(1, 6)
      list[b] = torch.Tensor(n, 2)
      local order = torch.randperm(inputs)
      for e = 1, n do
         list[b][e][1], list[b][e][2] = order[e], torch.uniform(-1, 1)
         dense[b][order[e]] = list[b][e][2]
      end
   end
   return list, dense
end

local function as_linear(module)
   local linear = nn.Linear(module.weight:size(2), module.weight:size(1))
   linear.weight:copy(module.weight)
   linear.bias:copy(module.bias)
   linear:zeroGradParameters()
   return linear
end

local function same(module, linear, what)
   for _, name in ipairs { 'weight', 'bias', 'gradWeight', 'gradBias' } do
      checks.close(linear[name], module[name], 1e-13, what .. ', ' .. name)
   end
end

describe('nn.SparseLinear', function()
   it('computes what nn.Linear does, for batches', function()
      for _, outputs in ipairs { 1, 4, 7 } do
         checks.threads(function()
            local module = nn.SparseLinear(60, outputs, true)
            local linear = as_linear(module)
            module:zeroGradParameters()
            local list, dense = samples(70, 60)
            local g = torch.randn(70, outputs)
            checks.close(linear:forward(dense), module:forward(list), 1e-13, 'output')
            local gradInput, wanted = module:backward(list, g, 0.5), linear:backward(dense, g, 0.5)
            for b = 1, 70 do
               checks.close(wanted[b], gradInput[b]:select(2, 2), 1e-13, 'gradInput')
               checks.close(torch.range(1, 60), gradInput[b]:select(2, 1), 0, 'indices')
            end
            same(module, linear, 'gradients')
         end)
      end
   end)

   it('takes one sample, and batches as a tensor', function()
      local module, list, dense = nn.SparseLinear(20, 3, true), samples(1, 20)
      local linear = as_linear(module)
      checks.close(linear:forward(dense[1]), module:forward(list[1]), 1e-13, 'a sample')
      local g = torch.randn(3)
      checks.close(linear:updateGradInput(dense[1], g), module:updateGradInput(list[1], g):select(2, 2), 1e-13, 'gradInput')
      local tensor = torch.Tensor(2, 1, 2)
      tensor[1]:copy(torch.Tensor { { 3, 0.5 } })
      tensor[2]:copy(torch.Tensor { { 20, -2 } })
      local output = module:forward(tensor)
      checks.close(linear.weight:select(2, 3) * 0.5 + linear.bias, output[1], 1e-13, 'a tensor')
      checks.close(linear.weight:select(2, 20) * -2 + linear.bias, output[2], 1e-13, 'a tensor')
   end)

   it('is updated and zeroed as nn.Linear is, after one accumulation and after several', function()
      local module = nn.SparseLinear(30, 4)
      local linear = as_linear(module)
      module:zeroGradParameters()
      for step = 1, 6 do
         for _ = 1, step % 3 do
            local list, dense = samples(5, 30)
            local g = torch.randn(5, 4)
            module:forward(list)
            linear:forward(dense)
            assert.same({}, module:backward(list, g))
            linear:backward(dense, g)
         end
         module:updateParameters(0.1)
         linear:updateParameters(0.1)
         same(module, linear, 'updated')
         module:zeroGradParameters()
         linear:zeroGradParameters()
         same(module, linear, 'zeroed')
      end
   end)

   it('touches only the columns of its input', function()
      local module = nn.SparseLinear(30, 4)
      module:zeroGradParameters()
      local x = torch.Tensor { { 7, 1 }, { 9, 2 }, { 7, 3 } }
      module:forward(x)
      module:backward(x, torch.ones(4))
      module.gradWeight:select(2, 1):fill(5) -- seen by nobody
      local before = module.weight:clone()
      module:updateParameters(1)
      checks.close(before:select(2, 1), module.weight:select(2, 1), 0, 'other columns')
      checks.close(before:select(2, 7) - 4, module.weight:select(2, 7), 1e-14, 'a column named twice')
      module:zeroGradParameters()
      assert.equal(20, module.gradWeight:sum())
   end)

   it('adds weight decay to the gradient', function()
      local module = nn.SparseLinear(6, 2)
      module.weightDecay = 0.5
      module:zeroGradParameters()
      local x = torch.Tensor { { 2, 1 } }
      module:forward(x)
      module:backward(x, torch.zeros(2))
      checks.close(module.weight * 0.5, module.gradWeight, 1e-15, 'gradWeight')
      local before = module.weight:clone()
      module:updateParameters(1)
      checks.close(before * 0.5, module.weight, 1e-15, 'weight')
   end)

   it('passes the tests of nn.SparseJacobian', function()
      local test, module = nn.SparseJacobian, nn.SparseLinear(7, 3, true)
      local x = torch.Tensor(5, 2)
      x:select(2, 1):copy(torch.randperm(7):narrow(1, 1, 5))
      assert.is_true(test.testJacobian(module, x) < 1e-6)
      for name, gradient in pairs { weight = 'gradWeight', bias = 'gradBias' } do
         assert.is_true(test.testJacobianParameters(module, x, module[name], module[gradient]) < 1e-6)
         assert.is_true(test.testJacobianUpdateParameters(module, x, module[name]) < 1e-6)
         for way, distance in pairs(test.testAllUpdate(module, x, name, gradient)) do
            assert(distance < 1e-10, way)
         end
      end
      local forward, backward = test.testIO(module, x)
      assert.equal(0, forward + backward)
   end)

   it('works in float, after clearState, and between accumulation and update', function()
      local module, list = nn.SparseLinear(20, 3), samples(4, 20)
      local output = module:forward(list):clone()
      checks.close(output, module:clearState():forward(list), 0, 'after clearState')
      module:zeroGradParameters()
      module:backward(list, output)
      local copy = module:clone():clearState()
      module:updateParameters(0.1)
      copy:updateParameters(0.1)
      checks.close(module.weight, copy.weight, 0, 'weight')
      module:float()
      for b = 1, 4 do
         list[b] = list[b]:float()
      end
      module:forward(list)
      module:backward(list, output:float())
      module:updateParameters(0.1)
      assert.equal('torch.FloatTensor', module.weight:type())
   end)

   it('refuses what does not fit', function()
      local module = nn.SparseLinear(5, 2)
      checks.refuses('an index is out of range: wanted 1 to 5, got 2 to 6', function() module:forward(torch.Tensor { { 2, 1 }, { 6, 1 } }) end)
      checks.refuses('sample 1 of size 2x3, wanted rows of { index, value }', function() module:forward { torch.randn(2, 3) } end)
      checks.refuses('input must be rows of { index, value }', function() module:forward(torch.randn(2)) end)
      checks.refuses('gradOutput of size 3 does not fit 1 samples and 2 outputs', function()
         module:backward(torch.Tensor { { 2, 1 } }, torch.randn(3))
      end)
   end)
end)
