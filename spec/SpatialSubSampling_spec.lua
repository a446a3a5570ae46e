local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.SpatialSubSampling(unpack(arguments))
   end
end

-- A convolution of each plane with equal weights.
local function reference(m, x)
   local n = m.nInputPlane
   return naive.convolution({
      nOutputPlane = n, kW = m.kW, kH = m.kH, dW = m.dW, dH = m.dH, bias = m.bias, connTable = nn.tables.oneToOne(n),
      weight = m.weight:view(n, 1):expand(n, m.kW * m.kH):contiguous(),
   }, x)
end

checks.module('SpatialSubSampling', {
   { 'a batch', with(3, 2, 3, 2, 3), input = { 2, 3, 6, 7 }, batch = true, reference = reference, prints = 'nn.SpatialSubSampling' },
   { 'overlapping windows', with(2, 3, 2), input = { 2, 2, 4, 5 }, batch = true, reference = reference },
   { 'one image', with(2, 2, 2, 3, 1), input = { 2, 4, 8 }, reference = reference },
})

describe('nn.SpatialSubSampling', function()
   it('refuses inputs that do not fit', function()
      checks.refuses('input of size 2x5x5 has 2 planes, wanted 3', function() nn.SpatialSubSampling(3, 2, 2):forward(torch.Tensor(2, 5, 5)) end)
      checks.refuses('Output size is too small', function() nn.SpatialSubSampling(3, 2, 6):forward(torch.Tensor(3, 5, 5)) end)
   end)
end)
