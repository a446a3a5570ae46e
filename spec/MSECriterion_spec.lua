local checks = require 'spec.support.criterion_checks'

local function squares(criterion, x, t)
   local sum = 0
   x:map(t, function(a, b)
      sum = sum + (a - b) ^ 2
   end)
   return criterion.sizeAverage and sum / x:nElement() or sum
end

local function data()
   return torch.randn(4, 5), torch.randn(4, 5)
end

checks.criterion('MSECriterion', {
   { 'averaged', function() return nn.MSECriterion() end, data = data, reference = squares },
   { 'summed', function() return nn.MSECriterion(false) end, data = data, reference = squares },
})

describe('nn.MSECriterion', function()
   it('adds many elements in the same order for any number of threads', function()
      local x, t, first = torch.randn(100003), torch.randn(100003), nil
      checks.threads(function()
         local loss = nn.MSECriterion():forward(x, t)
         first = first or loss
         assert.equal(first, loss)
      end)
      assert.is_true(math.abs(first - squares({ sizeAverage = true }, x, t)) < 1e-12)
   end)

   it('refuses targets of another size', function()
      checks.refuses('nn.MSECriterion: target of size 3 does not have as many elements as the input of size 4', function()
         nn.MSECriterion():forward(torch.randn(4), torch.randn(3))
      end)
   end)
end)
