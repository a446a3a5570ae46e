local checks = require 'spec.support.module_checks'

local function plus_bias(module, x)
   local y, bias = x:double():clone(), module.bias:double()
   return y:view(-1, bias:nElement()):add(bias:view(1, -1):expand(x:nElement() / bias:nElement(), bias:nElement())):viewAs(x)
end

local function plus_planes(module, x)
   return torch.add(x:double(), module.bias:double():expandAs(x))
end

checks.module('CAdd', {
   { 'a batch', function() return nn.CAdd(5) end, input = { 4, 5 }, reference = plus_bias, batch = true, prints = 'nn.CAdd' },
   { 'a vector', function() return nn.CAdd(5) end, input = { 5 }, reference = plus_bias },
   { 'a batch of maps', function() return nn.CAdd(3, 4) end, input = { 2, 3, 4 }, reference = plus_bias, batch = true },
   { 'a bias a plane', function() return nn.CAdd(1, 3, 1, 1) end, input = { 2, 3, 4, 2 }, reference = plus_planes },
})

describe('nn.CAdd', function()
   it('refuses what does not fit its bias', function()
      checks.refuses('nn.CAdd: input of size 4x3 does not fit the parameter of size 5', function() nn.CAdd(5):forward(torch.randn(4, 3)) end)
   end)
end)
