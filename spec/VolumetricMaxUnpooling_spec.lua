local checks = require 'spec.support.module_checks'

local function made(size, ...)
   local arguments = { ... }
   return function()
      local pooling = nn.VolumetricMaxPooling(unpack(arguments))
      pooling:forward(torch.rand(torch.LongStorage(size)))
      return nn.VolumetricMaxUnpooling(pooling)
   end
end

local function reference(module, x)
   local pool, n = module.pooling, x:dim()
   local sizes = x:size()
   sizes[n - 2], sizes[n - 1], sizes[n] = pool.itime, pool.iheight, pool.iwidth
   local y = torch.zeros(sizes):view(-1, pool.itime, pool.iheight, pool.iwidth)
   local flat = x:double():contiguous():view(-1, x:size(n - 2), x:size(n - 1), x:size(n))
   local indices = pool.indices:view(flat:size())
   for p = 1, flat:size(1) do
      for t = 1, flat:size(2) do
         for h = 1, flat:size(3) do
            for w = 1, flat:size(4) do
               local index = indices[p][t][h][w]
               local kt, kh, kw = index % 256, math.floor(index / 256) % 256, math.floor(index / 65536)
               y[p][(t - 1) * pool.dT - pool.padT + kt + 1][(h - 1) * pool.dH - pool.padH + kh + 1][(w - 1) * pool.dW - pool.padW + kw + 1] =
                  flat[p][t][h][w]
            end
         end
      end
   end
   return y:view(sizes)
end

checks.module('VolumetricMaxUnpooling', {
   { 'a batch', made({ 2, 3, 4, 4, 6 }, 2, 2, 2), input = { 2, 3, 2, 2, 3 }, reference = reference,
      prints = 'nn.VolumetricMaxUnpooling associated to nn.VolumetricMaxPooling(2x2x2, 2,2,2)' },
   { 'padded, with a rest', made({ 2, 5, 7, 8 }, 2, 3, 2, 2, 3, 2, 1, 1, 1), input = { 2, 3, 4, 3 }, reference = reference },
})

describe('nn.VolumetricMaxUnpooling', function()
   it('puts back what its pooling took', function()
      local pooling = nn.VolumetricMaxPooling(2, 2, 2)
      local x = torch.rand(2, 4, 6, 4)
      local y = pooling:forward(x)
      local back = nn.VolumetricMaxUnpooling(pooling):forward(y)
      assert.equal(y:sum(), back:sum())
      checks.close(back, x:clone():cmul(back:ne(0):double()), 0, 'places')
   end)

   it('refuses poolings that it cannot reverse, and indices that point outside', function()
      checks.refuses('Argument must be a nn.VolumetricMaxPooling module', function() nn.VolumetricMaxUnpooling(nn.SpatialMaxPooling(2, 2)) end)
      checks.refuses('kernel must be equal to its stride', function() nn.VolumetricMaxUnpooling(nn.VolumetricMaxPooling(2, 2, 2, 1)) end)
      local module = made({ 1, 2, 4, 4 }, 2, 2, 2)()
      module.pooling.indices:fill(200)
      checks.refuses('found an invalid max index: output volumes are of size 2x4x4', function() module:forward(torch.randn(1, 1, 2, 2)) end)
   end)
end)
