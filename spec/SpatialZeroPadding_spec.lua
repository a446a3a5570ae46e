local checks = require 'spec.support.module_checks'
local resampling = require 'spec.support.resampling'

local reference = resampling.padding('zero', resampling.SPATIAL)

checks.module('SpatialZeroPadding', {
   { 'a batch', function() return nn.SpatialZeroPadding(1) end, input = { 2, 3, 4, 5 }, batch = true, reference = reference,
      prints = 'nn.SpatialZeroPadding(l=1, r=1, t=1, b=1)' },
   { 'unequal sides', function() return nn.SpatialZeroPadding(2, 5, 7, 0) end, input = { 2, 2, 4, 3 }, batch = true, reference = reference,
      prints = 'nn.SpatialZeroPadding(l=2, r=5, t=7, b=0)' },
   { 'rows and columns left out', function() return nn.SpatialZeroPadding(-1, 2, 1, -2) end, input = { 2, 2, 5, 4 }, batch = true,
      reference = reference },
   { 'large planes', function() return nn.SpatialZeroPadding(3, 4, 2, 1) end, input = { 3, 90, 70 }, large = true, reference = reference },
})

describe('nn.SpatialZeroPadding', function()
   it('refuses to leave out more than there is', function()
      checks.refuses('input is too small', function() nn.SpatialZeroPadding(-2, -2, 0, 0):forward(torch.randn(1, 3, 4)) end)
      checks.refuses('3D or 4D (batch of images) tensor expected', function() nn.SpatialZeroPadding(1):forward(torch.randn(3, 4)) end)
   end)
end)
