local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.VolumetricDilatedConvolution(unpack(arguments))
   end
end

checks.module('VolumetricDilatedConvolution', {
   { 'a batch', with(2, 2, 2, 3, 2, 1, 1, 1, 0, 0, 0, 2, 1, 3), input = { 2, 2, 3, 5, 4 }, batch = true, reference = naive.convolution,
      prints = 'nn.VolumetricDilatedConvolution(2 -> 2, 2x3x2, 2,1,3)' },
   { 'with steps and padding', with(1, 2, 2, 3, 2, 2, 1, 3, 1, 2, 0, 3, 2, 1), input = { 1, 5, 4, 5 }, reference = naive.convolution,
      prints = 'nn.VolumetricDilatedConvolution(1 -> 2, 2x3x2, 2,1,3, 1,2,0, 3,2,1)' },
})
