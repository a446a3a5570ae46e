local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_temporal'

local function with(...)
   local arguments = { ... }
   return function()
      return nn.TemporalRowConvolution(unpack(arguments))
   end
end

local function reference(m, x)
   local n = x:dim()
   local frames = m.featFirst and x:transpose(n - 1, n):contiguous() or x
   local y = naive.sequences(m, frames, m.inputFrameSize, function(o, k, f) return o == f and m.weight[f][1][k] or nil end)
   return m.featFirst and y:transpose(n - 1, n):contiguous() or y
end

checks.module('TemporalRowConvolution', {
   { 'a batch', with(3, 2), input = { 3, 5, 3 }, batch = true, reference = reference, prints = 'nn.TemporalRowConvolution' },
   { 'with steps', with(9, 5, 2), input = { 2, 10, 9 }, batch = true, reference = reference },
   { 'with steps beyond the window', with(2, 2, 3), input = { 10, 2 }, reference = reference },
   { 'many features', with(70, 3), input = { 2, 40, 70 }, reference = reference, large = true },
   { 'features first', with(3, 2, 1, true), input = { 3, 3, 5 }, batch = true, reference = reference },
   { 'features first, with steps', with(4, 5, 2, true), input = { 2, 4, 21 }, batch = true, reference = reference },
   { 'features first, one sequence', with(2, 3, 1, true), input = { 2, 12 }, reference = reference },
   { 'features first, many', with(30, 3, 1, true), input = { 2, 30, 50 }, reference = reference, large = true },
   { 'without bias', function() return with(3, 2)():noBias() end, input = { 2, 4, 3 }, batch = true, reference = reference },
})

describe('nn.TemporalRowConvolution', function()
   it('gives the same for features first and last', function()
      local last, first = nn.TemporalRowConvolution(5, 3, 2), nn.TemporalRowConvolution(5, 3, 2, true)
      first.weight:copy(last.weight)
      first.bias:copy(last.bias)
      local x = torch.randn(2, 9, 5)
      checks.close(last:forward(x), first:forward(x:transpose(2, 3)):transpose(2, 3), 1e-15, 'output')
   end)

   it('refuses inputs that do not fit', function()
      checks.refuses('invalid input frame size. Got: 4, Expected: 3', function() with(3, 2)():forward(torch.Tensor(6, 4)) end)
      checks.refuses('has 4 planes, wanted 3', function() with(3, 2, 1, true)():forward(torch.Tensor(4, 6)) end)
      checks.refuses('input sequence smaller than kernel size. Got: 1, Expected: 2', function()
         with(3, 2, 1, true)():forward(torch.Tensor(3, 1))
      end)
   end)
end)
