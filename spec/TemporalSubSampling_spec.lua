local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_temporal'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.TemporalSubSampling(unpack(arguments))
   end
end

local function reference(m, x)
   return naive.sequences(m, x, m.inputFrameSize, function(o, _, f) return o == f and m.weight[f] or nil end)
end

checks.module('TemporalSubSampling', {
   { 'a batch', with(3, 2), input = { 3, 5, 3 }, batch = true, reference = reference, prints = 'nn.TemporalSubSampling' },
   { 'with steps within the window', with(9, 5, 2), input = { 2, 10, 9 }, batch = true, reference = reference },
   { 'with steps beyond the window', with(2, 2, 3), input = { 2, 10, 2 }, batch = true, reference = reference },
   { 'one sequence, of one window', with(4, 3), input = { 3, 4 }, reference = reference },
   { 'many features', with(70, 3), input = { 2, 40, 70 }, reference = reference, large = true },
})

describe('nn.TemporalSubSampling', function()
   it('refuses inputs that do not fit', function()
      checks.refuses('invalid input frame size. Got: 4, Expected: 3', function() nn.TemporalSubSampling(3, 2):forward(torch.Tensor(6, 4)) end)
   end)
end)
