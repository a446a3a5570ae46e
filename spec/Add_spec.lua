local checks = require 'spec.support.module_checks'

local function plus_bias(module, x)
   local y, bias = x:double():clone(), module.bias:double()
   local rows = y:view(-1, bias:nElement())
   for i = 1, rows:size(1) do
      rows[i]:add(bias)
   end
   return y
end

local function plus_one_bias(module, x)
   return x:double() + module.bias[1]
end

checks.module('Add', {
   { 'a batch', function() return nn.Add(5) end, input = { 4, 5 }, reference = plus_bias, batch = true, prints = 'nn.Add' },
   { 'a vector', function() return nn.Add(5) end, input = { 5 }, reference = plus_bias },
   { 'a batch of maps', function() return nn.Add(12) end, input = { 2, 3, 4 }, reference = plus_bias, batch = true },
   { 'one bias for all', function() return nn.Add(5, true) end, input = { 4, 5 }, reference = plus_one_bias, batch = true },
   { 'one bias for all, of any size', function() return nn.Add(3, 4, 5) end, input = { 3, 4, 5 }, reference = plus_one_bias },
})

describe('nn.Add', function()
   it('refuses what does not fit its bias', function()
      checks.refuses('nn.Add: input of size 4x3, wanted 5 elements, or a batch of so many', function()
         nn.Add(5):forward(torch.randn(4, 3))
      end)
   end)
end)
