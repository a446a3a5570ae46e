local checks = require 'spec.support.module_checks'

checks.module('SpatialMaxPooling', {
   { 'a batch', function() return nn.SpatialMaxPooling(2, 2) end, input = { 3, 2, 5, 6 }, batch = true,
      prints = 'nn.SpatialMaxPooling(2x2, 2,2)' },
   { 'overlapping windows', function() return nn.SpatialMaxPooling(3, 2, 2, 1) end, input = { 2, 3, 6, 7 }, batch = true,
      prints = 'nn.SpatialMaxPooling(3x2, 2,1)' },
   { 'rounded up', function() return nn.SpatialMaxPooling(3, 3, 2, 2):ceil() end, input = { 2, 2, 6, 8 }, batch = true },
   { 'padded and rounded up', function() return nn.SpatialMaxPooling(3, 3, 2, 2, 1, 1):ceil() end, input = { 2, 2, 6, 5 }, batch = true,
      prints = 'nn.SpatialMaxPooling(3x3, 2,2, 1,1)' },
   { 'one image', function() return nn.SpatialMaxPooling(2, 3, 1, 2, 1, 0) end, input = { 2, 5, 4 } },
})

describe('nn.SpatialMaxPooling', function()
   it('has indices of whole numbers in every type', function()
      local pooling = nn.SpatialMaxPooling(2, 2):float()
      pooling:forward(torch.FloatTensor(1, 2, 2):fill(1))
      assert.equal('torch.LongTensor', pooling.indices:type())
      assert.equal(1, pooling.indices[1][1][1])
      assert.equal('torch.LongTensor', pooling:double().indices:type())
   end)

   it('goes back to rounding down', function()
      local pooling = nn.SpatialMaxPooling(2, 2):ceil()
      assert.equal(3, pooling:forward(torch.randn(1, 5, 5)):size(2))
      assert.equal(2, pooling:floor():forward(torch.randn(1, 5, 5)):size(2))
   end)

   it('passes over a NaN', function()
      local x = torch.Tensor { { { 0 / 0, 1 }, { 2, 0 / 0 } } }
      assert.equal(2, nn.SpatialMaxPooling(2, 2):forward(x)[1][1][1])
   end)

   it('refuses inputs and paddings that do not fit', function()
      checks.refuses('pad should be smaller than half of kernel size', function()
         nn.SpatialMaxPooling(2, 2, 2, 2, 2, 2):forward(torch.randn(1, 5, 5))
      end)
      checks.refuses('Output size is too small', function() nn.SpatialMaxPooling(4, 4):forward(torch.randn(1, 3, 5)) end)
      local pooling = nn.SpatialMaxPooling(2, 2)
      pooling:forward(torch.randn(1, 5, 5))
      checks.refuses('input of size 1x4x4 is not the one of the last forward call', function()
         pooling:backward(torch.randn(1, 4, 4), torch.randn(1, 2, 2))
      end)
   end)
end)
