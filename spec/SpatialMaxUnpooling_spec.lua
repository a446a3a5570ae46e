local checks = require 'spec.support.module_checks'

-- A module whose pooling has seen an input of some size.
local function made(size, ...)
   local arguments = { ... }
   return function()
      local pooling = nn.SpatialMaxPooling(unpack(arguments))
      pooling:forward(torch.rand(torch.LongStorage(size)))
      return nn.SpatialMaxUnpooling(pooling)
   end
end

local function reference(module, x)
   local pool, flat = module.pooling, x:double():contiguous():view(-1, x:size(x:dim() - 1) * x:size(x:dim()))
   local y, indices = torch.zeros(flat:size(1), pool.iheight * pool.iwidth), pool.indices:view(flat:size(1), -1)
   for p = 1, flat:size(1) do
      for i = 1, flat:size(2) do
         y[p][indices[p][i]] = flat[p][i]
      end
   end
   local sizes = x:size()
   sizes[x:dim() - 1], sizes[x:dim()] = pool.iheight, pool.iwidth
   return y:view(sizes)
end

checks.module('SpatialMaxUnpooling', {
   { 'a batch', made({ 2, 3, 6, 8 }, 2, 2), input = { 2, 3, 3, 4 }, reference = reference,
      prints = 'nn.SpatialMaxUnpooling associated to nn.SpatialMaxPooling(2x2, 2,2)' },
   { 'padded, with a rest', made({ 2, 2, 7, 8 }, 3, 2, 3, 2, 1, 1), input = { 2, 2, 4, 3 }, reference = reference },
   { 'one image', made({ 3, 60, 80 }, 2, 2), input = { 3, 30, 40 }, large = true, reference = reference },
})

describe('nn.SpatialMaxUnpooling', function()
   it('goes by the last call of its pooling', function()
      local pooling = nn.SpatialMaxPooling(2, 2)
      local module, x = nn.SpatialMaxUnpooling(pooling), torch.Tensor { { { 1, 0 }, { 2, 3 } } }
      assert.same({ { { 0, 0 }, { 0, 3 } } }, module:forward(pooling:forward(x)):totable())
      x[1][1][1] = 4
      assert.same({ { { 4, 0 }, { 0, 0 } } }, module:forward(pooling:forward(x)):totable())
   end)

   it('refuses poolings that it cannot reverse, and inputs and indices that do not fit', function()
      checks.refuses('Argument must be a nn.SpatialMaxPooling module, got nn.Tanh', function() nn.SpatialMaxUnpooling(nn.Tanh()) end)
      checks.refuses('kernel must be equal to its stride', function() nn.SpatialMaxUnpooling(nn.SpatialMaxPooling(2, 2, 1, 1)) end)
      local module = made({ 1, 4, 4 }, 2, 2)()
      checks.refuses('does not have the size of the pooling\'s indices, 1x2x2', function() module:forward(torch.randn(1, 2, 3)) end)
      module.pooling.indices[1][1][1] = 17
      checks.refuses('found an invalid max index: output planes are of size 4x4', function() module:forward(torch.randn(1, 2, 2)) end)
   end)
end)
