local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.SpatialDilatedConvolution(unpack(arguments))
   end
end

checks.module('SpatialDilatedConvolution', {
   { 'a batch', with(2, 3, 3, 2, 1, 1, 0, 0, 2, 3), input = { 3, 2, 5, 7 }, batch = true, reference = naive.convolution,
      prints = 'nn.SpatialDilatedConvolution(2 -> 3, 3x2, 2,3)' },
   { 'with steps and padding', with(1, 4, 3, 3, 2, 1, 2, 1, 2, 1), input = { 2, 1, 6, 7 }, batch = true, reference = naive.convolution,
      prints = 'nn.SpatialDilatedConvolution(1 -> 4, 3x3, 2,1, 2,1, 2,1)' },
   { 'of many planes', with(13, 2, 2, 2, 1, 1, 1, 1, 2, 2), input = { 13, 4, 3 }, reference = naive.convolution },
   { 'without bias', function() return with(2, 2, 2, 2)():noBias() end, input = { 2, 2, 3, 3 }, batch = true, reference = naive.convolution,
      prints = 'nn.SpatialDilatedConvolution(2 -> 2, 2x2, 1,1) without bias' },
})

describe('nn.SpatialDilatedConvolution', function()
   it('is a SpatialConvolution where the dilation is 1', function()
      local dilated, plain = nn.SpatialDilatedConvolution(2, 3, 3, 3, 1, 1, 1, 1), nn.SpatialConvolution(2, 3, 3, 3, 1, 1, 1, 1)
      assert.is_true(torch.isTypeOf(dilated, 'nn.SpatialConvolution'))
      plain.weight:copy(dilated.weight)
      plain.bias:copy(dilated.bias)
      local x = torch.randn(2, 2, 5, 5)
      checks.close(plain:forward(x), dilated:forward(x), 0, 'output')
   end)

   it('refuses what its reach does not fit in', function()
      checks.refuses('Output size is too small', function()
         nn.SpatialDilatedConvolution(1, 1, 3, 3, 1, 1, 0, 0, 3, 1):forward(torch.Tensor(1, 6, 6))
      end)
   end)
end)
