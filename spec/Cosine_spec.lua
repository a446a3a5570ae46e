local checks = require 'spec.support.module_checks'

local function cosines(module, x)
   local w = module.weight:double()
   local rows = x:double():view(-1, w:size(2))
   local y = torch.Tensor(rows:size(1), w:size(1))
   for b = 1, y:size(1) do
      for o = 1, y:size(2) do
         y[b][o] = torch.dot(rows[b], w[o]) / ((rows[b]:norm() + 1e-12) * (w[o]:norm() + 1e-12))
      end
   end
   return x:dim() == 1 and y[1] or y
end

checks.module('Cosine', {
   { 'a batch', function() return nn.Cosine(5, 3) end, input = { 4, 5 }, reference = cosines, batch = true, curved = true, prints = 'nn.Cosine' },
   { 'a vector', function() return nn.Cosine(5, 3) end, input = { 5 }, reference = cosines, curved = true },
   { 'more outputs', function() return nn.Cosine(7, 40) end, input = { 9, 7 }, reference = cosines, batch = true, large = true },
})

describe('nn.Cosine', function()
   it('stays finite for a vector of zeros', function()
      local module = nn.Cosine(3, 2)
      assert.equal(0, module:forward(torch.zeros(3)):norm())
      local gradInput = module:backward(torch.zeros(3), torch.ones(2))
      assert.is_true(gradInput:norm() < math.huge)
   end)

   it('refuses inputs that do not fit', function()
      checks.refuses('nn.Cosine: input of size 4x3 has 3 columns, wanted 5', function() nn.Cosine(5, 3):forward(torch.randn(4, 3)) end)
   end)
end)
