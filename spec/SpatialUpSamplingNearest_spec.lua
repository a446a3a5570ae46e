local checks = require 'spec.support.module_checks'
local resampling = require 'spec.support.resampling'

local reference = resampling.upsampling('nearest', 2)

local function scaled(scale)
   return function() return nn.SpatialUpSamplingNearest(scale) end
end

checks.module('SpatialUpSamplingNearest', {
   { 'by two', scaled(2), input = { 2, 3, 4, 5 }, batch = true, reference = reference, prints = 'nn.SpatialUpSamplingNearest' },
   { 'by one', scaled(1), input = { 2, 2, 3, 4 }, batch = true, reference = reference },
   { 'by three', scaled(3), input = { 2, 2, 3, 1 }, batch = true, reference = reference },
   { 'by five', scaled(5), input = { 2, 2, 3, 11 }, batch = true, reference = reference },
   { 'large planes', scaled(4), input = { 3, 30, 40 }, large = true, reference = reference },
})

describe('nn.SpatialUpSamplingNearest', function()
   it('refuses scales that are no whole number from 1 on', function()
      checks.refuses('scale_factor must be greater than 1', function() nn.SpatialUpSamplingNearest(0) end)
      checks.refuses('scale_factor must be integer', function() nn.SpatialUpSamplingNearest(1.5) end)
      checks.refuses('3D or 4D (batch of images) tensor expected', function() nn.SpatialUpSamplingNearest(2):forward(torch.randn(3, 4)) end)
   end)
end)
