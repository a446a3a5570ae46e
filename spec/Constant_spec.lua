local checks = require 'spec.support.module_checks'

describe('nn.Constant', function()
   it('gives its value, whatever the input, and a gradient of 0', function()
      local module, x = nn.Constant(3), torch.randn(2, 4)
      assert.same({ 3 }, module:forward(x):totable())
      checks.close(torch.zeros(2, 4), module:backward(x, torch.randn(1)), 0, 'gradInput')
      local value = torch.randn(2, 3)
      checks.close(value, nn.Constant(value):forward(x), 0, 'output')
   end)

   it('repeats it for the samples of a batch', function()
      local module = nn.Constant(torch.randn(2, 3), 1)
      local value = module.value
      checks.close(value, module:forward(torch.randn(5)), 0, 'a sample')
      local y = module:forward(torch.randn(4, 5))
      assert.same({ 4, 2, 3 }, y:size():totable())
      checks.close(value, y[4], 0, 'a batch')
      checks.close(y:float(), module:clone():float():forward(torch.FloatTensor(4, 5)), 1e-7, 'float')
   end)

   it('takes numbers and tensors', function()
      checks.refuses('nn.Constant: Expecting number or tensor at arg 1, got string', function() nn.Constant('3') end)
   end)
end)
