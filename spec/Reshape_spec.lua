local checks = require 'spec.support.module_checks'

local function as(...)
   local sizes = { ... }
   return function(_, x)
      return x:double():contiguous():view(unpack(sizes))
   end
end

checks.module('Reshape', {
   { 'a batch', function() return nn.Reshape(3, 4) end, input = { 5, 2, 6 }, batch = true, anyType = true, prints = 'nn.Reshape(3x4)',
      reference = as(5, 3, 4) },
   { 'one sample', function() return nn.Reshape(3, 4) end, input = { 12 }, anyType = true, reference = as(3, 4) },
   { 'a batch of one', function() return nn.Reshape(3, 4) end, input = { 1, 12 }, anyType = true, reference = as(1, 3, 4) },
   { 'told that there is a batch', function() return nn.Reshape(3, 4, true) end, input = { 1, 12 }, batch = false, anyType = true,
      reference = as(1, 3, 4) },
   { 'told that there is none', function() return nn.Reshape(torch.LongStorage { 3, 4 }, false) end, input = { 1, 12 }, anyType = true,
      reference = as(3, 4) },
})

describe('nn.Reshape', function()
   it('refuses inputs that do not fit', function()
      checks.refuses('nn.Reshape(3x4): input of size 2x5 does not fit', function() nn.Reshape(3, 4):forward(torch.randn(2, 5)) end)
   end)
end)
