local checks = require 'spec.support.module_checks'

local function thrice(_, x)
   return x:double() * 3
end

checks.module('MulConstant', {
   { 'a batch', function() return nn.MulConstant(3) end, input = { 4, 5 },
     reference = thrice, batch = true, anyType = true, prints = 'nn.MulConstant' },
   { 'in place', function() return nn.MulConstant(3, true) end, input = { 4, 5 },
     reference = thrice, inplace = true, restores = true, anyType = true },
})

describe('nn.MulConstant', function()
   it('gives the input back in place', function()
      local module, x = nn.MulConstant(2, true), torch.randn(3, 4)
      local before = x:clone()
      module:forward(x)
      local gradOutput = torch.ones(3, 4)
      assert.equal(gradOutput:storage(), module:backward(x, gradOutput):storage())
      checks.close(before, x, 1e-15, 'input')
      checks.close(torch.Tensor(3, 4):fill(2), gradOutput, 0, 'gradOutput')
   end)

   it('refuses a constant that is no number', function()
      checks.refuses('nn.MulConstant: constant is not scalar: a number expected, got nil', function() return nn.MulConstant() end)
   end)
end)
