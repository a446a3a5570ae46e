local checks = require 'spec.support.criterion_checks'

local divergence = checks.elements(function(x, t) return t > 0 and t * (math.log(t) - x) or 0 end)

local function data()
   local t = torch.rand(4, 5)
   t[2][3], t[4][1] = 0, -1
   return torch.randn(4, 5), t
end

checks.criterion('DistKLDivCriterion', {
   { 'averaged', function() return nn.DistKLDivCriterion() end, data = data, reference = divergence },
   { 'summed', function() return nn.DistKLDivCriterion(false) end, data = data, reference = divergence },
})

describe('nn.DistKLDivCriterion', function()
   it('refuses targets of other sizes', function()
      checks.refuses('nn.DistKLDivCriterion: target of size 3x2, wanted 2x3 like the input', function()
         nn.DistKLDivCriterion():forward(torch.randn(2, 3), torch.rand(3, 2))
      end)
      checks.refuses('target of size 6, wanted 2x3', function() nn.DistKLDivCriterion():backward(torch.randn(2, 3), torch.rand(6)) end)
   end)
end)
