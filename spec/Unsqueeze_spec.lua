local checks = require 'spec.support.module_checks'

local function as(...)
   local sizes = { ... }
   return function(_, x)
      return x:double():contiguous():view(unpack(sizes))
   end
end

checks.module('Unsqueeze', {
   { 'the first place', function() return nn.Unsqueeze(1) end, input = { 3, 4 }, anyType = true, prints = 'nn.Unsqueeze(dim 1)',
      reference = as(1, 3, 4) },
   { 'the last place', function() return nn.Unsqueeze(3) end, input = { 3, 4 }, anyType = true, reference = as(3, 4, 1) },
   { 'after the batch', function() return nn.Unsqueeze(1, 1) end, input = { 3, 4 }, batch = true, anyType = true, reference = as(3, 1, 4) },
})

describe('nn.Unsqueeze', function()
   it('refuses places that are not there', function()
      assert.has_error(function() nn.Unsqueeze() end, 'the position to insert singleton dim not specified')
      checks.refuses('Invalid position: 4. input:dim() is 2, input feature map dim (numInputDims) is 2.', function()
         nn.Unsqueeze(4):forward(torch.randn(2, 3))
      end)
      checks.refuses('input feature map dim (numInputDims) must be <= input:dim(), got 3 and 2', function()
         nn.Unsqueeze(1, 3):forward(torch.randn(2, 3))
      end)
   end)
end)
