local checks = require 'spec.support.criterion_checks'

describe('nn.CriterionTable', function()
   local function make()
      return nn.CriterionTable(nn.MSECriterion()), torch.randn(4, 5), torch.randn(4, 5)
   end

   it('is a module over the table of input and target', function()
      local module, x, t = make()
      local criterion = nn.MSECriterion()
      assert.equal(criterion:forward(x, t), module:forward { x, t })
      assert.equal(module.output, criterion.output)
      checks.close(criterion:backward(x, t), module:backward({ x, t }, torch.ones(1))[1], 0, 'gradInput')
      assert.equal(1, #module.gradInput)
   end)

   it('converts, clones and saves its criterion', function()
      local module, x, t = make()
      local loss = module:forward { x, t }
      assert.equal(loss, module:clone():forward { x, t })
      assert.equal(loss, torch.deserialize(torch.serialize(module)):forward { x, t })
      module:float()
      assert.is_true(math.abs(loss - module:forward { x:float(), t:float() }) < 1e-5)
      assert.equal('torch.FloatTensor', module.criterion.gradInput:type())
   end)
end)
