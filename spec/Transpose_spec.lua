local checks = require 'spec.support.module_checks'

local function turned(...)
   local pairs_of_dimensions = { ... }
   return function(_, x)
      x = x:double()
      for _, pair in ipairs(pairs_of_dimensions) do
         x = x:transpose(unpack(pair))
      end
      return x:clone()
   end
end

checks.module('Transpose', {
   { 'one pair', function() return nn.Transpose({ 1, 2 }) end, input = { 3, 4 }, anyType = true, prints = 'nn.Transpose',
      reference = turned { 1, 2 } },
   { 'pairs one after the other', function() return nn.Transpose({ 1, 4 }, { 1, 3 }) end, input = { 2, 3, 4, 5 }, anyType = true,
      reference = turned({ 1, 4 }, { 1, 3 }) },
   { 'pairs after the batch', function() return nn.Transpose({ 1, 2 }, { 2, 3 }):setNumInputDims(3) end, input = { 2, 3, 4, 5 },
      batch = true, anyType = true, reference = turned({ 2, 3 }, { 3, 4 }) },
})
