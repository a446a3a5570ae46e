local checks = require 'spec.support.module_checks'

local function slices(...)
   local arguments = { ... }
   return function(_, x)
      return x:double():narrow(unpack(arguments)):clone()
   end
end

checks.module('Narrow', {
   { 'some slices', function() return nn.Narrow(2, 2, 3) end, input = { 3, 5, 4 }, batch = false, anyType = true, prints = 'nn.Narrow',
      reference = slices(2, 2, 3) },
   { 'one slice', function() return nn.Narrow(1, 2) end, input = { 3, 5 }, anyType = true, reference = slices(1, 2, 1) },
   { 'a dimension from the last', function() return nn.Narrow(-1, 2, 2) end, input = { 3, 5 }, batch = true, anyType = true,
      reference = slices(2, 2, 2) },
   { 'a length from the end', function() return nn.Narrow(1, 3, -3) end, input = { 9, 4 }, anyType = true, reference = slices(1, 3, 5) },
   { 'a negative offset', function() return nn.Narrow(2, -1, 2) end, input = { 3, 5 }, anyType = true, reference = slices(2, 1, 3) },
})

describe('nn.Narrow', function()
   it('asks for a dimension that is there', function()
      assert.has_error(function() nn.Narrow(1) end, 'nn.Narrow(dimension, offset, length)')
      checks.refuses('nn.Narrow: dimension 3 exceeds input dimensions: input of size 2x3', function()
         nn.Narrow(3, 1):forward(torch.randn(2, 3))
      end)
   end)
end)
