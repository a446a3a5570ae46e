local checks = require 'spec.support.module_checks'

local positive = checks.pointwise(function(x)
   return math.max(x, 0)
end)

checks.module('ReLU', {
   { 'a batch', function() return nn.ReLU() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.ReLU' },
   { 'many elements', function() return nn.ReLU() end, input = { 3001 }, large = true, reference = positive },
   { 'in place', function() return nn.ReLU(true) end, input = { 4, 5 }, inplace = true, reference = positive },
})

describe('nn.ReLU in place', function()
   it('works on the input itself and on the gradient itself', function()
      local relu, x, g = nn.ReLU(true), torch.Tensor { -1, 2, 0 }, torch.Tensor { 5, 6, 7 }
      assert.equal(x:storage(), relu:forward(x):storage())
      assert.same({ 0, 2, 0 }, x:totable())
      assert.equal(g:storage(), relu:backward(x, g):storage())
      assert.same({ 0, 6, 0 }, g:totable())
   end)
end)
