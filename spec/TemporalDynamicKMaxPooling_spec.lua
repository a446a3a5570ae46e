local checks = require 'spec.support.module_checks'

local function reference(module, x)
   local d = x:dim() - 1
   local k = math.max(module.minK, math.ceil(module.factor * x:size(d)))
   local sequences = x:double():contiguous():view(-1, x:size(d), x:size(d + 1))
   local y = torch.Tensor(sequences:size(1), k, x:size(d + 1))
   for b = 1, sequences:size(1) do
      for f = 1, sequences:size(3) do
         local values = sequences[b]:select(2, f):totable()
         while #values > k do
            local least = 1
            for t = 2, #values do
               least = values[t] < values[least] and t or least
            end
            table.remove(values, least)
         end
         y[b]:select(2, f):copy(torch.Tensor(values))
      end
   end
   local size = x:size()
   size[d] = k
   return y:view(size)
end

local function made(...)
   local arguments = { ... }
   return function() return nn.TemporalDynamicKMaxPooling(unpack(arguments)) end
end

checks.module('TemporalDynamicKMaxPooling', {
   { 'a batch', made(3), input = { 2, 6, 4 }, batch = true, reference = reference, prints = 'nn.TemporalDynamicKMaxPooling' },
   { 'a part of the frames', made(2, 0.5), input = { 2, 7, 3 }, batch = true, reference = reference },
   { 'all frames', made(1, 1), input = { 5, 2 }, reference = reference },
})

describe('nn.TemporalDynamicKMaxPooling', function()
   it('refuses sequences that are too short', function()
      checks.refuses('Input sequence length (2) too small for desired k value (3)', function()
         nn.TemporalDynamicKMaxPooling(3):forward(torch.randn(2, 4))
      end)
      checks.refuses('Only 2D or 3D (batch mode) tensors accepted', function() nn.TemporalDynamicKMaxPooling(3):forward(torch.randn(4)) end)
   end)
end)
