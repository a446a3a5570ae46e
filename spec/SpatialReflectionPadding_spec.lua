local checks = require 'spec.support.module_checks'
local resampling = require 'spec.support.resampling'

local reference = resampling.padding('reflection', resampling.SPATIAL)

checks.module('SpatialReflectionPadding', {
   { 'a batch', function() return nn.SpatialReflectionPadding(1) end, input = { 2, 3, 4, 5 }, batch = true, reference = reference,
      prints = 'nn.SpatialReflectionPadding(l=1, r=1, t=1, b=1)' },
   { 'unequal sides', function() return nn.SpatialReflectionPadding(2, 1, 3, 0) end, input = { 2, 2, 4, 3 }, batch = true, reference = reference,
      prints = 'nn.SpatialReflectionPadding(l=2, r=1, t=3, b=0)' },
   { 'rows and columns left out', function() return nn.SpatialReflectionPadding(-1, 2, 1, -2) end, input = { 2, 2, 5, 4 }, batch = true,
      reference = reference },
   { 'large planes', function() return nn.SpatialReflectionPadding(3, 4, 2, 1) end, input = { 3, 90, 70 }, large = true, reference = reference },
})

describe('nn.SpatialReflectionPadding', function()
   it('refuses more padding than there is to mirror', function()
      checks.refuses('Padding size should be less than the corresponding input dimension', function()
         nn.SpatialReflectionPadding(4):forward(torch.randn(1, 3, 4))
      end)
   end)
end)
