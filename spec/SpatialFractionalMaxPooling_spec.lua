local checks = require 'spec.support.module_checks'
local pooling = require 'spec.support.pooling'

-- Where windows begin along an axis.
local function windows(size, outputs, pool, sample)
   local alpha = (size - pool) / (outputs - 1)
   return function(o)
      local begin = o < outputs and math.floor((o - 1 + sample) * alpha) - math.floor(sample * alpha) or size - pool
      local positions = {}
      for k = 1, pool do
         positions[k] = begin + k
      end
      return positions, pool
   end
end

-- In double alone: in float, windows may begin elsewhere.
local function reference(module, x)
   local y = module:fixPoolingRegions():forward(x)
   if x:type() ~= 'torch.DoubleTensor' then
      return y:double():clone()
   end
   local n = x:dim()
   local samples, planes = module.randomSamples:view(-1, 2), x:contiguous():view(-1, x:size(n - 1), x:size(n))
   local wanted = y:clone():view(-1, y:size(n - 1), y:size(n))
   for p = 1, planes:size(1) do
      wanted[p]:copy(pooling.naive(planes[p], {
         { outputs = y:size(n - 1), window = windows(x:size(n - 1), y:size(n - 1), module.poolSizeH, samples[p][2]) },
         { outputs = y:size(n), window = windows(x:size(n), y:size(n), module.poolSizeW, samples[p][1]) },
      }, pooling.maximum))
   end
   return wanted:viewAs(y)
end

local function made(...)
   local arguments = { ... }
   return function() return nn.SpatialFractionalMaxPooling(unpack(arguments)):fixPoolingRegions() end
end

checks.module('SpatialFractionalMaxPooling', {
   { 'to a size', made(2, 3, 4, 3), input = { 2, 3, 7, 9 }, reference = reference, prints = 'nn.SpatialFractionalMaxPooling(4x3, 2,3)' },
   { 'by ratios', made(2, 2, 0.7, 0.5), input = { 2, 6, 11 }, reference = reference, prints = 'nn.SpatialFractionalMaxPooling(0.7x0.5, 2,2)' },
   { 'large', made(3, 2, 0.6, 0.7), input = { 3, 60, 80 }, large = true, reference = reference },
})

describe('nn.SpatialFractionalMaxPooling', function()
   it('draws other regions for each call, unless they are fixed', function()
      local module, x = nn.SpatialFractionalMaxPooling(2, 2, 0.6, 0.6), torch.rand(3, 20, 20)
      torch.manualSeed(1)
      module:forward(x)
      local first = module.randomSamples:clone()
      assert.same({ 1, 3, 2 }, first:size():totable())
      module:forward(x)
      assert.is_true(checks.distance(first, module.randomSamples) > 0)
      local kept = module:fixPoolingRegions().randomSamples:clone()
      module:forward(x)
      checks.close(kept, module.randomSamples, 0, 'samples')
      assert.is_true(checks.distance(kept, (module:fixPoolingRegions(false):forward(x) and module.randomSamples)) > 0)
   end)

   it('refuses what it cannot reduce to', function()
      checks.refuses('poolSizeW must be 2 or more', function() nn.SpatialFractionalMaxPooling(1, 2, 3, 3) end)
      checks.refuses('reduction ratio must be between 0 and 1', function() nn.SpatialFractionalMaxPooling(2, 2, 0.5, 3) end)
      checks.refuses('poolSizeH (2) too large relative to input height 4', function() made(2, 2, 3, 4)():forward(torch.rand(1, 4, 9)) end)
      checks.refuses('reduction ratio or input width too small', function() made(2, 2, 0.2, 0.5)():forward(torch.rand(1, 4, 4)) end)
   end)
end)
