local checks = require 'spec.support.module_checks'

local function reference(dim)
   return function(_, x)
      local y = x:double():max(dim)
      return x:dim() > 1 and y:select(dim, 1):clone() or y
   end
end

checks.module('Max', {
   { 'the first dimension', function() return nn.Max() end, input = { 3, 4, 5 }, prints = 'nn.Max', anyType = true,
      reference = reference(1) },
   { 'a vector', function() return nn.Max(-1) end, input = { 7 }, anyType = true, reference = reference(1) },
   { 'a dimension from the last', function() return nn.Max(-1) end, input = { 3, 4, 5 }, batch = true, anyType = true,
      reference = reference(3) },
   { 'after the batch', function() return nn.Max(1, 2) end, input = { 3, 4, 5 }, anyType = true, reference = reference(2) },
})

describe('nn.Max', function()
   it('gives the gradient to the first of equal elements', function()
      local module, x = nn.Max(2), torch.Tensor { { 1, 1 }, { 2, 3 } }
      module:forward(x)
      assert.same({ { 5, 0 }, { 0, 6 } }, module:backward(x, torch.Tensor { 5, 6 }):totable())
   end)
end)
