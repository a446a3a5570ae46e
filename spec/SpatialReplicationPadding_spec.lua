local checks = require 'spec.support.module_checks'
local resampling = require 'spec.support.resampling'

local reference = resampling.padding('replication', resampling.SPATIAL)

checks.module('SpatialReplicationPadding', {
   { 'a batch', function() return nn.SpatialReplicationPadding(1) end, input = { 2, 3, 4, 5 }, batch = true, reference = reference,
      prints = 'nn.SpatialReplicationPadding(l=1, r=1, t=1, b=1)' },
   { 'unequal sides', function() return nn.SpatialReplicationPadding(2, 5, 7, 0) end, input = { 2, 2, 4, 3 }, batch = true, reference = reference,
      prints = 'nn.SpatialReplicationPadding(l=2, r=5, t=7, b=0)' },
   { 'rows and columns left out', function() return nn.SpatialReplicationPadding(-1, 2, 1, -2) end, input = { 2, 2, 5, 4 }, batch = true,
      reference = reference },
   { 'large planes', function() return nn.SpatialReplicationPadding(3, 4, 2, 1) end, input = { 3, 90, 70 }, large = true, reference = reference },
})

