local checks = require 'spec.support.module_checks'

local function net()
   torch.manualSeed(3)
   return nn.Sequential():add(nn.ConcatTable():add(nn.Linear(4, 3)):add(nn.Linear(4, 3)):add(nn.Linear(4, 3))):add(nn.CAddTable())
end

describe('nn.ConcatTable', function()
   it('gives the table of its children\'s outputs, and adds up their gradients', function()
      local both, x = nn.ConcatTable():add(nn.Identity()):add(nn.Tanh()), torch.randn(3)
      local y = both:forward(x)
      assert.equal(2, #y)
      assert.is_true(rawequal(x, y[1]))
      checks.close(torch.Tensor(3):fill(1) + both:get(2):backward(x, torch.Tensor(3):fill(1)),
         both:backward(x, { torch.Tensor(3):fill(1), torch.Tensor(3):fill(1) }), 0, 'gradInput')
   end)

   it('has the gradients that finite differences show', function()
      local x = torch.randn(2, 4)
      assert.is_true(nn.Jacobian.testJacobian(net(), x) < 1e-6)
      local module = net()
      local p, g = module:getParameters()
      assert.is_true(nn.Jacobian.testJacobianParameters(module, x, p, g) < 1e-6)
      assert.is_true(nn.Jacobian.testJacobianUpdateParameters(module, x, p) < 1e-6)
   end)

   it('is the same after saving and loading, in float, and after clearState', function()
      local module, x = net(), torch.randn(2, 4)
      local y = module:forward(x):clone()
      checks.close(y, module:clone():forward(x), 0, 'a clone')
      module:clearState()
      checks.close(y, module:forward(x), 0, 'after clearState')
      checks.close(y, module:float():forward(x:float()), 1e-5, 'float')
   end)

   it('asks children for a table of gradients where the input is a table', function()
      local table_of = nn.ConcatTable():add(nn.CAddTable()):add(nn.CAddTable())
      local x = { torch.randn(2), torch.randn(2) }
      table_of:forward(x)
      assert.equal(2, #table_of:backward(x, { torch.randn(2), torch.randn(2) }))
      local wrong = nn.Identity()
      wrong.updateGradInput = function()
         return torch.randn(2)
      end
      checks.refuses('nn.ConcatTable: currentGradInput is not a table!', function()
         nn.ConcatTable():add(wrong):updateGradInput(x, { torch.randn(2) })
      end)
      wrong.updateGradInput = function()
         return { torch.randn(2) }
      end
      checks.refuses('table size mismatch', function() nn.ConcatTable():add(wrong):updateGradInput(x, { torch.randn(2) }) end)
   end)
end)
