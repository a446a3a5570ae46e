local checks = require 'spec.support.module_checks'

local function as(...)
   local sizes = { ... }
   return function(_, x)
      return x:double():contiguous():view(unpack(sizes))
   end
end

checks.module('Collapse', {
   { 'the last dimensions', function() return nn.Collapse(2) end, input = { 3, 2, 4 }, batch = true, anyType = true, prints = 'nn.Collapse',
      reference = as(3, 8) },
   { 'all dimensions', function() return nn.Collapse(3) end, input = { 3, 2, 4 }, anyType = true, reference = as(24) },
   { 'a batch of two dimensions', function() return nn.Collapse(2) end, input = { 2, 3, 2, 4 }, batch = true, anyType = true,
      reference = as(2, 3, 8) },
})
