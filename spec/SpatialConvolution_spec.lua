local checks = require 'spec.support.module_checks'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.SpatialConvolution(unpack(arguments))
   end
end

checks.module('SpatialConvolution', {
   { 'a batch', with(2, 3, 3, 2), input = { 3, 2, 5, 6 }, batch = true, prints = 'nn.SpatialConvolution(2 -> 3, 3x2)' },
   { 'padded', with(3, 4, 3, 3, 1, 1, 1, 1), input = { 2, 3, 6, 5 }, batch = true,
      prints = 'nn.SpatialConvolution(3 -> 4, 3x3, 1,1, 1,1)' },
   { 'with steps', with(1, 5, 4, 3, 3, 2, 2, 1), input = { 2, 1, 8, 7 }, batch = true,
      prints = 'nn.SpatialConvolution(1 -> 5, 4x3, 3,2, 2,1)' },
   { '1x1', with(5, 4, 1, 1), input = { 2, 5, 3, 3 }, batch = true, prints = 'nn.SpatialConvolution(5 -> 4, 1x1)' },
   { 'one image, 5x5', with(2, 2, 5, 5, 1, 1, 2), input = { 2, 5, 4 } },
   { 'wide', with(17, 19, 3, 3, 1, 1, 1, 1), input = { 1, 17, 4, 4 } },
   { 'without bias', function() return with(2, 3, 2, 2, 2, 2)():noBias() end, input = { 2, 2, 4, 4 }, batch = true,
      prints = 'nn.SpatialConvolution(2 -> 3, 2x2, 2,2) without bias' },
})

describe('nn.SpatialConvolution', function()
   it('begins with the weights that Torch draws', function()
      torch.manualSeed(123)
      assert.is_true(math.abs(0.11343153815829222 - nn.SpatialConvolution(2, 3, 3, 2).weight[1][1][1][1]) < 1e-16)
   end)

   it('never unfolds its input into finput', function()
      local convolution = nn.SpatialConvolution(3, 8, 3, 3)
      convolution:backward(torch.randn(4, 3, 8, 8), convolution:forward(torch.randn(4, 3, 8, 8)))
      assert.equal(0, convolution.finput:nElement() + convolution.fgradInput:nElement())
   end)

   it('takes the fields of old files: one padding, a weight of two dimensions, no scratch', function()
      local convolution, x = nn.SpatialConvolution(2, 3, 3, 3, 1, 1, 1, 1), torch.randn(2, 2, 5, 5)
      local wanted = convolution:forward(x):clone()
      convolution.padding, convolution.padW, convolution.padH = 1, nil, nil
      convolution.weight, convolution.finput, convolution.fgradInput = convolution.weight:view(3, 18), nil, nil
      assert.equal('nn.SpatialConvolution(2 -> 3, 3x3, 1,1, 1,1)', tostring(convolution))
      checks.close(wanted, convolution:forward(x), 0, 'output')
      convolution:clearState()
   end)

   it('refuses inputs that do not fit', function()
      local convolution = nn.SpatialConvolution(3, 64, 11, 11, 4, 4, 2, 2)
      local name = 'nn.SpatialConvolution(3 -> 64, 11x11, 4,4, 2,2): '
      checks.refuses(name .. 'input of size 1x4x224x224 has 4 planes, wanted 3', function() convolution:forward(torch.Tensor(1, 4, 224, 224)) end)
      checks.refuses(name .. '3D or 4D (batch of images) tensor expected, got input of size 3x224', function()
         convolution:forward(torch.Tensor(3, 224))
      end)
      checks.refuses('Output size is too small', function() convolution:forward(torch.Tensor(3, 6, 20)) end)
      checks.refuses(name .. 'gradOutput of size 64x3x2, wanted 64x2x2', function()
         convolution:backward(torch.randn(3, 11, 12), torch.randn(64, 3, 2))
      end)
   end)
end)
