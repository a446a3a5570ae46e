local checks = require 'spec.support.module_checks'

checks.module('Contiguous', {
   { 'a batch', function() return nn.Contiguous() end, input = { 3, 4 }, batch = true, anyType = true, prints = 'nn.Contiguous',
      reference = function(_, x) return x:double():clone() end },
})

describe('nn.Contiguous', function()
   it('shows what is contiguous, and copies what is not without touching what it showed', function()
      local module, x = nn.Contiguous(), torch.randn(3, 4)
      assert.equal(x:storage(), module:forward(x):storage())
      local before, turned = x:clone(), torch.randn(4, 3):t()
      local y = module:forward(turned)
      assert.is_true(y:isContiguous())
      checks.close(turned, y, 0, 'output')
      checks.close(before, x, 0, 'the input before')
   end)
end)
