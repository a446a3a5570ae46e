local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.SpatialFullConvolution(unpack(arguments))
   end
end

checks.module('SpatialFullConvolution', {
   { 'a batch', with(2, 3, 3, 2), input = { 3, 2, 4, 3 }, batch = true, reference = naive.transposed,
      prints = 'nn.SpatialFullConvolution(2 -> 3, 3x2)' },
   { 'with steps, padding and adjustment', with(2, 3, 3, 4, 3, 2, 1, 2, 2, 1), input = { 2, 2, 3, 4 }, batch = true,
      reference = naive.transposed, prints = 'nn.SpatialFullConvolution(2 -> 3, 3x4, 3,2, 1,2, 2,1)' },
   { 'with steps beyond the kernel', with(1, 2, 2, 1, 3, 3), input = { 1, 3, 2 }, reference = naive.transposed,
      prints = 'nn.SpatialFullConvolution(1 -> 2, 2x1, 3,3)' },
   { 'of many planes', with(3, 14, 3, 3, 1, 1, 1, 1), input = { 2, 3, 3, 4 }, batch = true, reference = naive.transposed,
      prints = 'nn.SpatialFullConvolution(3 -> 14, 3x3, 1,1, 1,1)' },
   { 'without bias', function() return with(2, 2, 2, 2, 2, 2)():noBias() end, input = { 2, 2, 3, 3 }, batch = true,
      reference = naive.transposed, prints = 'nn.SpatialFullConvolution(2 -> 2, 2x2, 2,2) without bias' },
})

describe('nn.SpatialFullConvolution', function()
   it('adjusts its output to the size of a second tensor', function()
      for _, size in ipairs { { 10, 11 }, { 12, 10 }, { 11, 12 } } do
         local full = nn.SpatialFullConvolution(2, 3, 3, 3, 3, 3, 1, 1)
         local x, like = torch.randn(2, 2, 4, 4), torch.randn(2, 5, unpack(size))
         local wanted = nn.SpatialFullConvolution(2, 3, 3, 3, 3, 3, 1, 1, (size[2] - 1) % 3, (size[1] - 1) % 3)
         wanted.weight:copy(full.weight)
         wanted.bias:copy(full.bias)
         checks.close(wanted:forward(x), full:forward { x, like }, 0, 'output')
         local g = torch.randn(full.output:size())
         for _ = 1, 2 do
            full:zeroGradParameters()
            wanted:zeroGradParameters()
            checks.close(wanted:backward(x, g), full:backward({ x, like }, g)[1], 0, 'gradInput')
            checks.close(wanted.gradWeight, full.gradWeight, 0, 'gradWeight')
            checks.close(torch.zeros(like:size()), full.gradInput[2], 0, 'gradient of the size')
            full:clearState()
         end
         assert.equal('torch.DoubleTensor', torch.type(full:backward(x, full:forward(x))))
         full:float()
         full:backward({ x:float(), like:float() }, full:forward { x:float(), like:float() })
         assert.equal('torch.FloatTensor', full.gradInput[2]:type())
      end
   end)

   it('refuses an adjustment as large as the step, and inputs that do not fit', function()
      checks.refuses('adjW and adjH must be smaller than dW and dH, got 0, 2 and 2, 2', function()
         nn.SpatialFullConvolution(1, 1, 3, 3, 2, 2, 0, 0, 0, 2)
      end)
      checks.refuses('input of size 3x4x4 has 3 planes, wanted 2', function()
         nn.SpatialFullConvolution(2, 1, 3, 3):forward(torch.Tensor(3, 4, 4))
      end)
      checks.refuses('Output size is too small', function()
         nn.SpatialFullConvolution(2, 1, 2, 2, 1, 1, 1, 1):forward(torch.Tensor(2, 1, 1))
      end)
   end)
end)
