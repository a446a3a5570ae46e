local checks = require 'spec.support.module_checks'
local pooling = require 'spec.support.pooling'

local function reference(module, x)
   local y, d = module:forward(x), x:dim() - 1
   local outputs, window = pooling.moving(x:size(d), y:size(d), module.kW, module.dW)
   return pooling.naive(x, { { outputs = outputs, window = window }, { outputs = x:size(d + 1), window = function(o) return { o }, 1 end } },
      pooling.maximum)
end

local function made(...)
   local arguments = { ... }
   return function() return nn.TemporalMaxPooling(unpack(arguments)) end
end

checks.module('TemporalMaxPooling', {
   { 'a batch', made(2), input = { 3, 7, 5 }, batch = true, reference = reference, prints = 'nn.TemporalMaxPooling' },
   { 'overlapping windows', made(3, 1), input = { 2, 6, 4 }, batch = true, reference = reference },
   { 'gaps between windows', made(2, 3), input = { 9, 3 }, reference = reference },
   { 'more than 256 frames in a window', made(300, 7), input = { 310, 2 }, large = true, reference = reference },
   { 'large', made(5, 2), input = { 2, 100, 130 }, large = true, reference = reference },
})

describe('nn.TemporalMaxPooling', function()
   it('has the frames of the maxima in their windows as indices', function()
      local module = nn.TemporalMaxPooling(3)
      module:forward(torch.Tensor { { 1, 9 }, { 2, 3 }, { 5, 4 }, { 0, 1 }, { 8, 1 }, { 3, 2 } })
      assert.same({ { 2, 0 }, { 1, 2 } }, module.indices:totable())
      assert.equal('torch.LongTensor', module:float().indices:type())
   end)

   it('refuses sequences shorter than its window', function()
      checks.refuses('input sequence smaller than kernel size', function() nn.TemporalMaxPooling(4):forward(torch.randn(3, 2)) end)
      checks.refuses('2D or 3D (batch mode) tensor expected', function() nn.TemporalMaxPooling(2):forward(torch.randn(3)) end)
   end)
end)
