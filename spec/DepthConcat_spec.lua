local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.DepthConcat', function()
   it('centres smaller outputs in zeros', function()
      local kernels, planes, concat = { 1, 3, 4, 5 }, { 5, 6, 7, 8 }, nn.DepthConcat(2)
      for i, k in ipairs(kernels) do
         concat:add(nn.SpatialConvolution(3, planes[i], k, k))
      end
      local input, g = torch.randn(2, 3, 12, 12), torch.randn(2, 26, 12, 12)
      concat:zeroGradParameters()
      local output = concat:forward(input)
      local gradInput = concat:backward(input, g)
      -- In Torch's ranges, where each output lies.
      local places = { { {}, { 1, 5 }, {}, {} }, { {}, { 6, 11 }, { 2, 11 }, { 2, 11 } }, { {}, { 12, 18 }, { 2, 10 }, { 2, 10 } },
         { {}, { 19, 26 }, { 3, 10 }, { 3, 10 } } }
      local wanted, wantedGradient = torch.zeros(2, 26, 12, 12), torch.zeros(2, 3, 12, 12)
      for i, place in ipairs(places) do
         local child = concat:get(i):clone()
         child:zeroGradParameters()
         wanted[place]:copy(child:forward(input))
         wantedGradient:add(child:backward(input, g[place]))
         tensors.close(child.gradWeight, concat:get(i).gradWeight, 1e-14, 'gradWeight')
      end
      tensors.close(wanted, output, 0, 'output')
      tensors.close(wantedGradient, gradInput, 1e-14, 'gradInput')
   end)

   it('refuses outputs of other numbers of dimensions', function()
      tensors.refuses('nn.DepthConcat: output of child 2 of size 12, but output of child 1 of size 3x4', function()
         nn.DepthConcat(1):add(nn.Identity()):add(nn.View(12)):forward(torch.randn(3, 4))
      end)
   end)
end)
