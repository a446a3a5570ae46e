local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_temporal'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.TemporalConvolution(unpack(arguments))
   end
end

local function reference(m, x)
   return naive.sequences(m, x, m.outputFrameSize, function(o, k, f) return m.weight[o][(k - 1) * m.inputFrameSize + f] end)
end

checks.module('TemporalConvolution', {
   { 'a batch', with(3, 4, 2), input = { 3, 5, 3 }, batch = true, reference = reference, prints = 'nn.TemporalConvolution' },
   { 'with steps within the window', with(2, 3, 5, 2), input = { 2, 11, 2 }, batch = true, reference = reference },
   { 'with steps beyond the window', with(2, 3, 2, 3), input = { 2, 10, 2 }, batch = true, reference = reference },
   { 'one sequence, of one window', with(4, 2, 3), input = { 3, 4 }, reference = reference },
   { 'many features', with(40, 30, 3), input = { 2, 50, 40 }, reference = reference, large = true },
})

describe('nn.TemporalConvolution', function()
   it('refuses inputs that do not fit', function()
      local convolution = nn.TemporalConvolution(3, 4, 5)
      checks.refuses('2D or 3D (batch mode) tensor expected for input, got size 3', function() convolution:forward(torch.Tensor(3)) end)
      checks.refuses('invalid input frame size. Got: 4, Expected: 3', function() convolution:forward(torch.Tensor(6, 4)) end)
      checks.refuses('input sequence smaller than kernel size. Got: 4, Expected: 5', function() convolution:forward(torch.Tensor(4, 3)) end)
      checks.refuses('gradOutput of size 2x3, wanted 2x4', function() convolution:backward(torch.randn(6, 3), torch.Tensor(2, 3)) end)
   end)
end)
