local checks = require 'spec.support.module_checks'
local resampling = require 'spec.support.resampling'

local reference = resampling.upsampling('linear', 2)

local function scaled(scale)
   return function() return nn.SpatialUpSamplingBilinear(scale) end
end

checks.module('SpatialUpSamplingBilinear', {
   { 'by two', scaled(2), input = { 2, 3, 4, 5 }, batch = true, reference = reference, prints = 'nn.SpatialUpSamplingBilinear(2)' },
   { 'by three', scaled(3), input = { 2, 2, 1, 4 }, batch = true, reference = reference },
   { 'to a size', scaled { oheight = 7, owidth = 4 }, input = { 2, 2, 3, 6 }, batch = true, reference = reference,
      prints = 'nn.SpatialUpSamplingBilinear(7, 4)' },
   { 'to one row', scaled { oheight = 1, owidth = 13 }, input = { 2, 2, 3, 6 }, batch = true, reference = reference },
   { 'large planes', scaled(4), input = { 3, 30, 40 }, large = true, reference = reference },
})

describe('nn.SpatialUpSamplingBilinear', function()
   it('keeps an infinity to the outputs beside it', function()
      local y = nn.SpatialUpSamplingBilinear { oheight = 1, owidth = 5 }:forward(torch.Tensor { { { 1, math.huge, 2 } } })
      assert.same({ { { 1, math.huge, math.huge, math.huge, 2 } } }, y:totable())
   end)

   it('refuses scales that are no whole number from 1 on', function()
      checks.refuses('scale_factor must be greater than 1', function() nn.SpatialUpSamplingBilinear(0.5) end)
      checks.refuses('scale_factor must be integer', function() nn.SpatialUpSamplingBilinear(2.5) end)
   end)
end)
