local checks = require 'spec.support.module_checks'

local function reference(dim)
   return function(_, x)
      local n = x:size(dim) / 2
      local a, b = x:double():narrow(dim, 1, n), x:double():narrow(dim, n + 1, n)
      return torch.cmul(a, torch.sigmoid(b:contiguous()))
   end
end

checks.module('GatedLinearUnit', {
   { 'rows', function() return nn.GatedLinearUnit() end, input = { 4, 6 }, batch = true, prints = 'nn.GatedLinearUnit', reference = reference(2) },
   { 'the first dimension', function() return nn.GatedLinearUnit(1) end, input = { 4, 6 }, reference = reference(1) },
   { 'planes', function() return nn.GatedLinearUnit(-3) end, input = { 2, 4, 3, 5 }, batch = true, reference = reference(2) },
   { 'long halves', function() return nn.GatedLinearUnit(2) end, input = { 2, 2, 10007 }, large = true, reference = reference(2) },
})

describe('nn.GatedLinearUnit', function()
   it('refuses a dimension that has no halves', function()
      checks.refuses('nn.GatedLinearUnit: Halving dimension must be even: input of size 4x3, dimension 2', function()
         nn.GatedLinearUnit():forward(torch.randn(4, 3))
      end)
   end)
end)
