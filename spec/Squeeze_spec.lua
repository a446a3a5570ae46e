local checks = require 'spec.support.module_checks'

local function as(...)
   local sizes = { ... }
   return function(_, x)
      return x:double():contiguous():view(unpack(sizes))
   end
end

checks.module('Squeeze', {
   { 'all dimensions of size 1', function() return nn.Squeeze() end, input = { 3, 1, 4, 1 }, anyType = true, prints = 'nn.Squeeze()',
      reference = as(3, 4) },
   { 'one dimension', function() return nn.Squeeze(2) end, input = { 3, 1, 4, 1 }, anyType = true, prints = 'nn.Squeeze(2)',
      reference = as(3, 4, 1) },
   { 'a dimension of another size', function() return nn.Squeeze(1) end, input = { 3, 1, 4 }, anyType = true, reference = as(3, 1, 4) },
   { 'a dimension after the batch', function() return nn.Squeeze(1, 2) end, input = { 3, 1, 4 }, batch = true, anyType = true,
      reference = as(3, 4) },
   { 'a batch of one', function() return nn.Squeeze():setNumInputDims(3) end, input = { 1, 2, 1, 4 }, batch = true, anyType = true,
      reference = as(1, 2, 4) },
})
