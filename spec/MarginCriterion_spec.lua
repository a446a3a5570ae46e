local checks = require 'spec.support.criterion_checks'

local function data()
   return torch.randn(4, 5), torch.Tensor(4, 5):random(0, 1):mul(2):add(-1)
end

local function hinge(margin)
   return checks.elements(function(x, t) return math.max(0, margin - t * x) end)
end

checks.criterion('MarginCriterion', {
   { 'of margin 1', function() return nn.MarginCriterion() end, data = data, reference = hinge(1) },
   { 'of another margin', function() return nn.MarginCriterion(0.3) end, data = data, reference = hinge(0.3) },
})

describe('nn.MarginCriterion', function()
   it('lets a NaN through', function()
      local loss = nn.MarginCriterion():forward(torch.Tensor { 0 / 0 }, torch.Tensor { 1 })
      assert.is_true(loss ~= loss)
   end)
end)
