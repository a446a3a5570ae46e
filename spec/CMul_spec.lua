local checks = require 'spec.support.module_checks'

local function times_weight(module, x)
   local y, weight = x:double():clone(), module.weight:double()
   return y:view(-1, weight:nElement()):cmul(weight:view(1, -1):expand(x:nElement() / weight:nElement(), weight:nElement())):viewAs(x)
end

local function times_planes(module, x)
   return torch.cmul(x:double(), module.weight:double():expandAs(x))
end

checks.module('CMul', {
   { 'a batch', function() return nn.CMul(5) end, input = { 4, 5 }, reference = times_weight, batch = true, prints = 'nn.CMul' },
   { 'a vector', function() return nn.CMul(5) end, input = { 5 }, reference = times_weight },
   { 'a batch of maps', function() return nn.CMul(torch.LongStorage { 3, 4 }) end, input = { 2, 3, 4 }, reference = times_weight, batch = true },
   { 'a weight a plane', function() return nn.CMul(1, 3, 1, 1) end, input = { 2, 3, 4, 2 }, reference = times_planes },
   { 'a weight a column', function() return nn.CMul(1, 5) end, input = { 4, 5 }, reference = times_planes },
   { 'other sizes of as many elements', function() return nn.CMul(1, 20) end, input = { 4, 5 }, reference = times_weight },
})

describe('nn.CMul', function()
   it('refuses what does not fit its weight', function()
      checks.refuses('nn.CMul: input of size 4x3 does not fit the parameter of size 5', function() nn.CMul(5):forward(torch.randn(4, 3)) end)
   end)
end)
