local checks = require 'spec.support.module_checks'

describe('nn.OneHot', function()
   it('puts a 1 where the number says', function()
      local module = nn.OneHot(4)
      assert.same({ { 0, 0, 1, 0 }, { 1, 0, 0, 0 } }, module:forward(torch.LongTensor { 3, 1 }):totable())
      assert.same({ { 0, 0, 1, 0 }, { 1, 0, 0, 0 } }, module:forward(torch.Tensor { 3, 1 }):totable())
      assert.same({ 0, 1, 0, 0 }, module:forward(2):totable())
      assert.same({ 2, 3, 4 }, module:forward(torch.IntTensor(2, 3):fill(1)):size():totable())
      assert.same({ 2, 1, 4 }, module:forward(torch.IntTensor { { 2, 4 } }:t()):size():totable())
   end)

   it('has a gradient of 0, of its own type', function()
      local module, x = nn.OneHot(4), torch.LongTensor { 3, 1 }
      module:forward(x)
      local gradInput = module:backward(x, torch.randn(2, 4))
      assert.same({ 0, 0 }, gradInput:totable())
      assert.equal('torch.DoubleTensor', gradInput:type())
      assert.equal(0, module:updateGradInput(2, torch.randn(4)))
   end)

   it('works in float, after clearState and as a clone', function()
      local module, x = nn.OneHot(3), torch.LongTensor { 3, 1 }
      module:forward(x)
      module:forward(2)
      module = module:float():clearState():clone()
      assert.equal('torch.FloatTensor', module:forward(x):type())
      assert.equal('torch.FloatTensor', module:forward(1):type())
   end)

   it('refuses numbers that it has no place for', function()
      checks.refuses('nn.OneHot: numbers of 1 … 4 expected, got 0 … 5', function() nn.OneHot(4):forward(torch.LongTensor { 5, 0 }) end)
      checks.refuses('nn.OneHot: input: a tensor or a number expected, got string', function() nn.OneHot(4):forward('4') end)
   end)
end)
