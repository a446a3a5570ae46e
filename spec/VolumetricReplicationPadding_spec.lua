local checks = require 'spec.support.module_checks'
local resampling = require 'spec.support.resampling'

local reference = resampling.padding('replication', { { 'pleft', 'pright' }, { 'ptop', 'pbottom' }, { 'pfront', 'pback' } })

checks.module('VolumetricReplicationPadding', {
   { 'a batch', function() return nn.VolumetricReplicationPadding(1) end, input = { 2, 2, 2, 3, 4 }, batch = true, reference = reference,
      prints = 'nn.VolumetricReplicationPadding(left=1, right=1, top=1, bottom=1, front=1, back=1)' },
   { 'unequal sides', function() return nn.VolumetricReplicationPadding(2, 0, 3, 1, 0, 4) end, input = { 2, 1, 3, 2, 3 }, batch = true,
      reference = reference },
   { 'frames left out', function() return nn.VolumetricReplicationPadding(1, 1, 0, 2, -1, -1) end, input = { 2, 4, 3, 3 },
      reference = reference },
   { 'a large volume', function() return nn.VolumetricReplicationPadding(2, 1, 1, 2, 3, 1) end, input = { 2, 9, 30, 40 }, large = true,
      reference = reference },
})
