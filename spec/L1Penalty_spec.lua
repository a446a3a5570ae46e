local checks = require 'spec.support.module_checks'

describe('nn.L1Penalty', function()
   local x, g = torch.Tensor { { 1, -2, 0 }, { 0.5, -0.25, 3 } }, torch.Tensor(2, 3):fill(0.125)

   it('passes its input on, counts the loss and adds its gradient', function()
      local module = nn.L1Penalty(2)
      assert.is_true(rawequal(x, module:forward(x)))
      assert.equal(13.5, module.loss)
      assert.same({ { 2.125, -1.875, 0.125 }, { 2.125, -1.875, 2.125 } }, module:backward(x, g):totable())
      module:clearState()
      assert.equal(6, x:nElement())
   end)

   it('averages, and leaves gradOutput out', function()
      local module = nn.L1Penalty(3, true, false)
      module:forward(x)
      assert.equal(6.75 / 2, module.loss)
      assert.same({ { 0.5, -0.5, 0 }, { 0.5, -0.5, 0.5 } }, module:backward(x, g):totable())
   end)

   it('is the same as a clone, and in float', function()
      local module = nn.L1Penalty(2):clone():float()
      module:forward(x:float())
      assert.equal(13.5, module.loss)
      assert.equal('torch.FloatTensor', module:backward(x:float(), g:float()):type())
      checks.refuses('nn.L1Penalty: input is a torch.DoubleTensor', function() module:forward(x) end)
   end)
end)
