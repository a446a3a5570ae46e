local checks = require 'spec.support.module_checks'

local function repeated(n, dim)
   return function(_, x)
      local parts = {}
      for i = 1, n do
         parts[i] = nn.utils.addSingletonDimension(x:double(), dim)
      end
      return torch.cat(parts, dim)
   end
end

checks.module('Replicate', {
   { 'the first place', function() return nn.Replicate(3) end, input = { 2, 4 }, anyType = true, prints = 'nn.Replicate',
      reference = repeated(3, 1) },
   { 'the last place', function() return nn.Replicate(3, 3) end, input = { 2, 4 }, anyType = true, reference = repeated(3, 3) },
   { 'after the batch', function() return nn.Replicate(3, 1, 1) end, input = { 2, 4 }, batch = true, anyType = true,
      reference = repeated(3, 2) },
})

describe('nn.Replicate', function()
   it('refuses places that are not there', function()
      checks.refuses('Can only replicate across positive integer dimensions.', function() nn.Replicate(2, 0) end)
      checks.refuses('Not enough input dimensions to replicate along dimension 4: input of size 2x3', function()
         nn.Replicate(2, 4):forward(torch.randn(2, 3))
      end)
   end)
end)
