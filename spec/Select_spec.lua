local checks = require 'spec.support.module_checks'

local function slice(dim, index)
   return function(_, x)
      return x:double():select(dim, index):clone()
   end
end

checks.module('Select', {
   { 'a slice', function() return nn.Select(2, 3) end, input = { 3, 5, 4 }, anyType = true, prints = 'nn.Select', reference = slice(2, 3) },
   { 'from the end', function() return nn.Select(-1, -2) end, input = { 3, 5, 4 }, batch = true, anyType = true, reference = slice(3, 3) },
})
