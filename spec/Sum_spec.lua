local checks = require 'spec.support.module_checks'

local function sum(dim, average, keep)
   return function(_, x)
      x = x:double()
      local y = x:sum(dim)
      if average then
         y:div(x:size(dim))
      end
      return keep and y or y:select(dim, 1):clone()
   end
end

checks.module('Sum', {
   { 'the first dimension', function() return nn.Sum() end, input = { 3, 4, 5 }, prints = 'nn.Sum', anyType = true, reference = sum(1) },
   { 'a vector', function() return nn.Sum() end, input = { 7 }, anyType = true, reference = sum(1, false, true) },
   { 'a dimension from the last', function() return nn.Sum(-2) end, input = { 3, 4, 5 }, batch = true, anyType = true, reference = sum(2) },
   { 'after the batch', function() return nn.Sum(1, 2) end, input = { 3, 4, 5 }, anyType = true, reference = sum(2) },
   { 'an average', function() return nn.Sum(2, nil, true) end, input = { 3, 4, 5 }, anyType = true, reference = sum(2, true) },
   { 'a dimension that stays', function() return nn.Sum(2, nil, false, false) end, input = { 3, 4, 5 }, anyType = true,
      reference = sum(2, false, true) },
})

describe('nn.Sum', function()
   it('refuses dimensions that are not there', function()
      checks.refuses('nn.Sum: dimension 3 exceeds input dimensions: input of size 2x3', function() nn.Sum(3):forward(torch.randn(2, 3)) end)
      checks.refuses('squeeze has to be true/false, got number', function() nn.Sum(1, 1, true, 1) end)
   end)
end)
