local checks = require 'spec.support.module_checks'
local pooling = require 'spec.support.pooling'

local reference = pooling.adaptive(pooling.maximum)

local function made(W, H)
   return function() return nn.SpatialAdaptiveMaxPooling(W, H) end
end

checks.module('SpatialAdaptiveMaxPooling', {
   { 'a batch', made(3, 2), input = { 2, 3, 5, 7 }, batch = true, reference = reference, prints = 'nn.SpatialAdaptiveMaxPooling' },
   { 'one window', made(1, 1), input = { 2, 2, 4, 5 }, batch = true, reference = reference },
   { 'more windows than elements', made(5, 4), input = { 2, 2, 3, 2 }, batch = true, reference = reference },
   { 'as many windows as elements', made(4, 3), input = { 3, 3, 4 }, reference = reference },
   { 'large', made(13, 9), input = { 3, 70, 91 }, large = true, reference = reference },
})

describe('nn.SpatialAdaptiveMaxPooling', function()
   it('has row and column of each maximum in its window as indices', function()
      local module = nn.SpatialAdaptiveMaxPooling(2, 1)
      module:forward(torch.Tensor { { { 1, 2, 9, 0 }, { 3, 4, 5, 6 } } })
      assert.same({ { { { 2, 1 } } }, { { { 2, 1 } } } }, module.indices:totable())
      assert.equal('torch.LongTensor', module:float().indices:type())
   end)

   it('takes the first of equals, and passes over a NaN', function()
      local module = nn.SpatialAdaptiveMaxPooling(1, 1)
      module:forward(torch.Tensor { { { 0, 0 / 0, 7 }, { 1, 7, 2 } } })
      assert.same({ { { { 1 } } }, { { { 3 } } } }, module.indices:totable())
   end)
end)
