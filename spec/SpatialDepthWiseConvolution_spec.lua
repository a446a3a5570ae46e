local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.SpatialDepthWiseConvolution(unpack(arguments))
   end
end

-- Every input plane by itself through a SpatialConvolution with its filters.
local function plane_by_plane(m, x)
   local axis, outputs = x:dim() - 2, {}
   for c = 1, m.nInputPlane do
      local taps = m.kH * m.kW
      outputs[c] = naive.convolution({
         nOutputPlane = m.nOutputPlane, kW = m.kW, kH = m.kH, dW = m.dW, dH = m.dH, padW = m.padW, padH = m.padH,
         weight = m.weight:double():narrow(2, (c - 1) * taps + 1, taps):contiguous(), bias = m.bias and m.bias:select(2, c),
      }, x:narrow(axis, c, 1))
   end
   return torch.cat(outputs, axis)
end

checks.module('SpatialDepthWiseConvolution', {
   { 'a batch', with(3, 2, 3, 2), input = { 2, 3, 5, 6 }, batch = true, reference = plane_by_plane,
      prints = 'nn.SpatialDepthWiseConvolution(3 -> 2, 3x2)' },
   { 'with steps and padding', with(2, 3, 3, 4, 2, 3, 1, 2), input = { 2, 2, 6, 7 }, batch = true, reference = plane_by_plane,
      prints = 'nn.SpatialDepthWiseConvolution(2 -> 3, 3x4, 2,3, 1,2)' },
   { 'one image', with(4, 1, 3, 3, 1, 1, 1), input = { 4, 5, 5 }, reference = plane_by_plane },
   { 'without bias', function() return with(2, 2, 2, 2)():noBias() end, input = { 2, 2, 3, 3 }, batch = true, reference = plane_by_plane,
      prints = 'nn.SpatialDepthWiseConvolution(2 -> 2, 2x2) without bias' },
})

describe('nn.SpatialDepthWiseConvolution', function()
   it('takes a weight of four dimensions', function()
      local convolution, x = nn.SpatialDepthWiseConvolution(3, 2, 3, 3), torch.randn(2, 3, 5, 5)
      local wanted = convolution:forward(x):clone()
      convolution.weight = convolution.weight:view(2, 3, 3, 3)
      checks.close(wanted, convolution:forward(x), 0, 'output')
   end)

   it('refuses inputs that do not fit', function()
      checks.refuses('input of size 2x5x5 has 2 planes, wanted 3', function()
         nn.SpatialDepthWiseConvolution(3, 2, 3, 3):forward(torch.Tensor(2, 5, 5))
      end)
   end)
end)
