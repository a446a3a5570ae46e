local checks = require 'spec.support.module_checks'

checks.module('Abs', {
   { 'a batch', function() return nn.Abs() end, input = { 3, 5, 7 }, batch = true, prints = 'nn.Abs', reference = checks.pointwise(math.abs) },
   { 'many elements', function() return nn.Abs() end, input = { 5003 }, large = true, reference = checks.pointwise(math.abs) },
})

describe('nn.Abs', function()
   it('has a gradient of 1 at 0', function()
      assert.same({ 2, 2, -2 }, nn.Abs():backward(torch.Tensor { 0, 1, -1 }, torch.Tensor { 2, 2, 2 }):totable())
   end)
end)
