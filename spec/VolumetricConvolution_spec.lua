local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.VolumetricConvolution(unpack(arguments))
   end
end

checks.module('VolumetricConvolution', {
   { 'a batch', with(2, 3, 2, 3, 2), input = { 2, 2, 3, 4, 5 }, batch = true, reference = naive.convolution,
      prints = 'nn.VolumetricConvolution(2 -> 3, 2x3x2)' },
   { 'with steps', with(1, 2, 3, 2, 3, 2, 1, 3), input = { 2, 1, 6, 7, 3 }, batch = true, reference = naive.convolution,
      prints = 'nn.VolumetricConvolution(1 -> 2, 3x2x3, 2,1,3)' },
   { 'padded', with(2, 2, 2, 3, 3, 1, 2, 1, 1, 2, 0), input = { 2, 3, 4, 3 }, reference = naive.convolution,
      prints = 'nn.VolumetricConvolution(2 -> 2, 2x3x3, 1,2,1, 1,2,0)' },
   { 'of many planes', with(13, 2, 2, 2, 2, 1, 1, 1, 1), input = { 1, 13, 2, 2, 3 }, reference = naive.convolution,
      prints = 'nn.VolumetricConvolution(13 -> 2, 2x2x2, 1,1,1, 1,1,1)' },
   { 'without bias', function() return with(2, 2, 1, 2, 2)():noBias() end, input = { 2, 2, 2, 3, 3 }, batch = true,
      reference = naive.convolution, prints = 'nn.VolumetricConvolution(2 -> 2, 1x2x2) without bias' },
})

describe('nn.VolumetricConvolution', function()
   it('refuses inputs that do not fit', function()
      local convolution = nn.VolumetricConvolution(3, 4, 2, 3, 3)
      local name = 'nn.VolumetricConvolution(3 -> 4, 2x3x3): '
      checks.refuses(name .. '4D or 5D (batch of volumes) tensor expected, got input of size 3x224x224', function()
         convolution:forward(torch.Tensor(3, 224, 224))
      end)
      checks.refuses(name .. 'input of size 3x1x5x5 is too small: the output would be 4x0x3x3. Output size is too small', function()
         convolution:forward(torch.Tensor(3, 1, 5, 5))
      end)
      checks.refuses(name .. 'gradOutput of size 4x1x2x3, wanted 4x1x3x3', function()
         convolution:backward(torch.randn(3, 2, 5, 5), torch.randn(4, 1, 2, 3))
      end)
      checks.refuses(name .. 'gradOutput of size 4x1x2x3, wanted 2x4x1x3x3', function()
         convolution:backward(torch.randn(2, 3, 2, 5, 5), torch.randn(4, 1, 2, 3))
      end)
      convolution.weight = torch.Tensor(4, 3)
      checks.refuses(name .. 'weight: a torch.DoubleTensor of 216 elements expected, got a torch.DoubleTensor of size 4x3', function()
         convolution:forward(torch.Tensor(3, 2, 5, 5))
      end)
   end)
end)
