local checks = require 'spec.support.module_checks'

-- A weight for each plane, of which sizes tell the dimension.
local function planes(at)
   return function(module, x)
      local y, weight = x:double():clone(), module.weight
      for p = 1, weight:nElement() do
         y:select(at, p):apply(function(v)
            return v > 0 and v or weight[p] * v
         end)
      end
      return y
   end
end

local function one(module, x)
   local w = module.weight[1]
   return x:double():clone():apply(function(v)
      return v > 0 and v or w * v
   end)
end

local function module(n)
   return function()
      local prelu = nn.PReLU(n)
      prelu.weight:uniform(-1, 1)
      return prelu
   end
end

checks.module('PReLU', {
   { 'one weight', module(), input = { 3, 5, 7 }, batch = true, prints = 'nn.PReLU', reference = one },
   { 'one weight, many elements', module(), input = { 50021 }, large = true, reference = one },
   { '1D', module(5), input = { 5 }, reference = function(self, x) return planes(2)(self, x:view(1, 5)):view(5) end },
   { 'rows', module(70), input = { 4, 70 }, batch = true, reference = planes(2) },
   { 'an image', module(5), input = { 5, 3, 4 }, reference = planes(1) },
   { 'images', module(5), input = { 3, 5, 3, 4 }, batch = true, reference = planes(2) },
   { 'many images', module(3), input = { 37, 3, 50, 60 }, batch = true, large = true, rounding = 4, reference = planes(2) },
   { 'many rows', module(3), input = { 20000, 3 }, large = true, rounding = 4, reference = planes(2) },
})

describe('nn.PReLU', function()
   it('begins with weights of 0.25', function()
      assert.same({ 0.25, 0.25, 0.25 }, nn.PReLU(3).weight:totable())
      assert.same({ 0.25 }, nn.PReLU().weight:totable())
   end)

   it('refuses other numbers of planes', function()
      checks.refuses('nn.PReLU: wrong number of input planes: input of size 2x3 has 3, wanted 4', function()
         nn.PReLU(4):forward(torch.randn(2, 3))
      end)
   end)
end)
