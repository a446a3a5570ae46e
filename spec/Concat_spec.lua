local checks = require 'spec.support.module_checks'

local function two_branches()
   torch.manualSeed(3)
   return nn.Concat(2):add(nn.Linear(4, 3)):add(nn.Sequential():add(nn.Linear(4, 2)):add(nn.Tanh()))
end

describe('nn.Concat', function()
   it('joins outputs and adds up gradients', function()
      local concat, x, g = two_branches(), torch.randn(5, 4), torch.randn(5, 5)
      local first, second = concat:get(1):clone(), concat:get(2):clone()
      local y = concat:forward(x)
      checks.close(first:forward(x), y:narrow(2, 1, 3), 0, 'first')
      checks.close(second:forward(x), y:narrow(2, 4, 2), 0, 'second')
      local wanted = first:backward(x, g:narrow(2, 1, 3)) + second:backward(x, g:narrow(2, 4, 2))
      checks.close(wanted, concat:backward(x, g), 1e-15, 'gradInput')
   end)

   it('has the gradients that finite differences show', function()
      local concat, x = two_branches(), torch.randn(3, 4)
      assert.is_true(nn.Jacobian.testJacobian(concat, x) < 1e-6)
      local p, g = concat:getParameters()
      assert.is_true(nn.Jacobian.testJacobianParameters(concat, x, p, g) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobianUpdateParameters(concat, x, p) < 1e-6)
   end)

   it('is the same after saving and loading, and in float', function()
      local concat, x = two_branches(), torch.randn(3, 4)
      local y = concat:forward(x):clone()
      checks.close(y, torch.deserialize(torch.serialize(concat)):forward(x), 0, 'a copy')
      checks.close(y, concat:float():forward(x:float()), 1e-5, 'float')
   end)

   it('takes tables, and children without a gradient', function()
      local concat = nn.Concat(1):add(nn.CAddTable()):add(nn.Sequential():add(nn.CAddTable()):add(nn.Linear(2, 1)))
      local x, g = { torch.randn(2), torch.randn(2) }, torch.randn(3)
      concat:forward(x)
      local gradients = concat:backward(x, g)
      assert.equal(2, #gradients)
      checks.close(gradients[1], gradients[2], 0, 'a sum has the same gradient by each term')
      local child = nn.Linear(2, 2)
      child.gradInput = nil
      concat = nn.Concat(1):add(nn.Identity()):add(child)
      concat:forward(torch.randn(2))
      checks.close(torch.Tensor { 1, 2 }, concat:backward(torch.randn(2), torch.Tensor { 1, 2, 3, 4 }), 0, 'gradInput')
   end)

   it('prints its branches, and refuses a gradient that does not fit', function()
      assert.equal(table.concat({ 'nn.Concat {', '  input', '    |`-> (1): nn.Linear(4 -> 3)', '     `-> (2): nn.Sequential {',
         '           [input -> (1) -> (2) -> output]', '           (1): nn.Linear(4 -> 2)', '           (2): nn.Tanh', '         }',
         '     ... -> output', '}' }, '\n'), tostring(two_branches()))
      local concat = two_branches()
      concat:forward(torch.randn(5, 4))
      checks.refuses('nn.Concat: gradOutput of size 5x4, wanted 5x5', function() concat:backward(torch.randn(5, 4), torch.randn(5, 4)) end)
   end)
end)
