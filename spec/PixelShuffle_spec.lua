local checks = require 'spec.support.module_checks'

local function shuffled(r)
   return function(_, x)
      x = x:double()
      local single = x:dim() == 3
      x = single and nn.utils.addSingletonDimension(x) or x
      local planes, height, width = x:size(2) / (r * r), x:size(3), x:size(4)
      local y = torch.Tensor(x:size(1), planes, height * r, width * r)
      for b = 1, x:size(1) do
         for c = 0, planes - 1 do
            for row = 0, height * r - 1 do
               for column = 0, width * r - 1 do
                  local plane = (c * r + row % r) * r + column % r
                  y[b][c + 1][row + 1][column + 1] = x[b][plane + 1][math.floor(row / r) + 1][math.floor(column / r) + 1]
               end
            end
         end
      end
      return single and y[1] or y
   end
end

checks.module('PixelShuffle', {
   { 'images', function() return nn.PixelShuffle(2) end, input = { 2, 8, 3, 4 }, batch = true, anyType = true,
      prints = 'nn.PixelShuffle(2)',
      reference = shuffled(2) },
   { 'an image', function() return nn.PixelShuffle(3) end, input = { 9, 2, 3 }, anyType = true, reference = shuffled(3) },
})

describe('nn.PixelShuffle', function()
   it('refuses planes that make no groups', function()
      checks.refuses('nn.PixelShuffle(2): input of size 3x2x2: the number of planes is not a multiple of 4', function()
         nn.PixelShuffle(2):forward(torch.randn(3, 2, 2))
      end)
      checks.refuses('nn.PixelShuffle(2): 3D or 4D (batch of images) tensor expected, got input of size 3', function()
         nn.PixelShuffle(2):forward(torch.randn(3))
      end)
   end)
end)
