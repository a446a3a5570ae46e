local checks = require 'spec.support.module_checks'

local function plus_three(_, x)
   return x:double() + 3
end

local function plus_ramp(_, x)
   return x:double() + torch.range(1, 5):view(1, 5):expand(4, 5)
end

checks.module('AddConstant', {
   { 'a number', function() return nn.AddConstant(3) end, input = { 4, 5, 2 }, reference = plus_three, batch = true, anyType = true,
     prints = 'nn.AddConstant' },
   { 'a vector', function() return nn.AddConstant(torch.range(1, 5)) end, input = { 4, 5 },
     reference = plus_ramp, batch = true, anyType = true },
   { 'a number in place', function() return nn.AddConstant(3, true) end, input = { 4, 5 },
     reference = plus_three, inplace = true, restores = true, anyType = true },
   { 'a vector in place', function() return nn.AddConstant(torch.range(1, 5), true) end, input = { 4, 5 },
     reference = plus_ramp, inplace = true, restores = true,
     anyType = true },
})

describe('nn.AddConstant', function()
   it('gives the input back in place', function()
      for _, constant in ipairs { 2, torch.range(1, 4) } do
         local module, x = nn.AddConstant(constant, true), torch.randn(3, 4)
         local before = x:clone()
         module:forward(x)
         module:backward(x, torch.ones(3, 4))
         checks.close(before, x, 1e-15, 'input')
      end
   end)

   it('refuses a vector that does not fit', function()
      checks.refuses('nn.AddConstant: input is not scalar or doesn\'t match with the dimension of constant! Got size 3x4', function()
         nn.AddConstant(torch.ones(5)):forward(torch.randn(3, 4))
      end)
   end)
end)
