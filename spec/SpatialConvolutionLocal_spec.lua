local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.SpatialConvolutionLocal(unpack(arguments))
   end
end

-- Every pixel from a convolution of its window alone.
local function reference(m, input)
   local n = input:dim()
   local x = input:double()
   local size = x:size()
   size[n - 1], size[n] = size[n - 1] + 2 * m.padH, size[n] + 2 * m.padW
   local padded = torch.DoubleTensor(size):zero()
   padded:narrow(n - 1, m.padH + 1, m.iH):narrow(n, m.padW + 1, m.iW):copy(x)
   size[n - 2], size[n - 1], size[n] = m.nOutputPlane, m.oH, m.oW
   local y = torch.DoubleTensor(size)
   for i = 1, m.oH do
      for j = 1, m.oW do
         local window = padded:narrow(n - 1, (i - 1) * m.dH + 1, m.kH):narrow(n, (j - 1) * m.dW + 1, m.kW)
         local one = naive.convolution({
            nOutputPlane = m.nOutputPlane, kW = m.kW, kH = m.kH, dW = 1, dH = 1, weight = m.weight[i][j],
            bias = m.bias and m.bias:select(3, j):select(2, i),
         }, window)
         y:select(n, j):select(n - 1, i):copy(one)
      end
   end
   return y
end

checks.module('SpatialConvolutionLocal', {
   { 'a batch', with(2, 3, 5, 4, 3, 2), input = { 3, 2, 4, 5 }, batch = true, reference = reference,
      prints = 'nn.SpatialConvolutionLocal(2 -> 3, 5x4, 3x2)' },
   { 'with steps and padding', with(3, 2, 5, 6, 3, 4, 2, 3, 1, 2), input = { 6, 3, 6, 5 }, batch = true, reference = reference,
      prints = 'nn.SpatialConvolutionLocal(3 -> 2, 5x6, 3x4, 2,3, 1,2)' },
   { 'one image', with(1, 5, 4, 4, 3, 3, 1, 1, 1), input = { 1, 4, 4 }, reference = reference,
      prints = 'nn.SpatialConvolutionLocal(1 -> 5, 4x4, 3x3, 1,1, 1,1)' },
   { 'a batch larger than is gathered at a time', with(5, 3, 5, 4, 3, 3), input = { 19, 5, 4, 5 }, reference = reference, large = true },
   { 'padding beyond the kernel', with(1, 2, 3, 2, 2, 2, 1, 1, 3, 3), input = { 2, 1, 2, 3 }, batch = true, reference = reference },
})

describe('nn.SpatialConvolutionLocal', function()
   it('refuses inputs that do not fit', function()
      local convolution = with(2, 3, 5, 4, 3, 2)()
      checks.refuses('Given input size: (2x5x5) inconsistent with expected input size: (2x4x5).', function()
         convolution:forward(torch.Tensor(2, 5, 5))
      end)
      checks.refuses('Given input size: (7x3x4x5) inconsistent with expected input size: (batchsize x2x4x5).', function()
         convolution:forward(torch.Tensor(7, 3, 4, 5))
      end)
      checks.refuses('3D or 4D(batch mode) tensor expected, got input of size 4x5', function() convolution:forward(torch.Tensor(4, 5)) end)
      checks.refuses('illegal configuration: output width or height less than 1', with(2, 3, 5, 4, 3, 6))
   end)
end)
