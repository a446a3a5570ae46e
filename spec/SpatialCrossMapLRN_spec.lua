local checks = require 'spec.support.module_checks'

local function reference(module, x)
   local y = x:double():contiguous()
   local images = y:view(-1, y:size(y:dim() - 2), y:size(y:dim() - 1) * y:size(y:dim()))
   local out = images:clone()
   local before = math.floor((module.size - 1) / 2)
   for c = 1, images:size(2) do
      local sum = torch.zeros(images:size(1), images:size(3))
      for other = math.max(c - before, 1), math.min(c - before + module.size - 1, images:size(2)) do
         sum:add(torch.pow(images:select(2, other), 2))
      end
      out:select(2, c):cmul(sum:mul(module.alpha / module.size):add(module.k):pow(-module.beta))
   end
   return out:viewAs(y)
end

local function made(...)
   local arguments = { ... }
   return function() return nn.SpatialCrossMapLRN(unpack(arguments)) end
end

checks.module('SpatialCrossMapLRN', {
   { 'a batch', made(3, 0.5), input = { 2, 5, 3, 4 }, batch = true, reference = reference, prints = 'nn.SpatialCrossMapLRN' },
   { 'another power', made(5, 0.8, 0.6, 2), input = { 2, 7, 2, 3 }, batch = true, reference = reference },
   { 'more planes in a window than there are', made(9, 1), input = { 3, 4, 2 }, reference = reference },
   { 'a window of even size', made(4, 1, 0.75, 1), input = { 2, 6, 2, 2 }, batch = true, reference = reference },
   { 'one plane', made(1, 1), input = { 2, 3, 3 }, reference = reference },
   { 'large', made(5, 0.3, 0.75, 1), input = { 2, 9, 31, 37 }, large = true, reference = reference },
})

describe('nn.SpatialCrossMapLRN', function()
   it('has the usual parameters', function()
      local module = nn.SpatialCrossMapLRN(5)
      assert.same({ 1e-4, 0.75, 1 }, { module.alpha, module.beta, module.k })
      checks.refuses('3D or 4D (batch of images) tensor expected', function() module:forward(torch.randn(3, 4)) end)
   end)
end)
