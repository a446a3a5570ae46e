local checks = require 'spec.support.module_checks'

local function reference(module, x)
   local y, p = x:double():clone(), module.p
   local rows = y:dim() == 1 and y:view(1, -1) or y
   for i = 1, rows:size(1) do
      local sum = 0
      for j = 1, rows:size(2) do
         local size = math.abs(rows[i][j])
         sum = p == math.huge and math.max(sum, size) or sum + size ^ p
      end
      rows[i]:div(p == math.huge and sum + module.eps or (sum + module.eps) ^ (1 / p))
   end
   return y
end

local function made(...)
   local arguments = { ... }
   return function() return nn.Normalize(unpack(arguments)) end
end

checks.module('Normalize', {
   { 'p = 2', made(2), input = { 4, 7 }, batch = true, reference = reference, prints = 'nn.Normalize(2)' },
   { 'p = 1', made(1), input = { 3, 5 }, batch = true, reference = reference },
   { 'p = 3.5', made(3.5), input = { 3, 6 }, batch = true, reference = reference, prints = 'nn.Normalize(3.500000)' },
   { 'infinite p', made(math.huge), input = { 4, 5 }, batch = true, reference = reference },
   { 'a vector, a large eps', made(2, 0.5), input = { 9 }, reference = reference },
   { 'large', made(4), input = { 40, 501 }, large = true, reference = reference },
})

describe('nn.Normalize', function()
   it('has norms of 1, and gradients of 0 where there is nothing', function()
      local module, x = nn.Normalize(1.5), torch.Tensor { { 0, 3 }, { 0, 0 } }
      local y = module:forward(x)
      assert.is_true(math.abs(1 - y[1][2]) < 1e-9)
      local g = module:backward(x, torch.ones(2, 2))
      assert.equal(g:sum(), g:sum())
   end)

   it('refuses norms and inputs that it has not', function()
      checks.refuses('0-norm not supported', function() nn.Normalize(0) end)
      checks.refuses('p-norm not provided', function() nn.Normalize() end)
      checks.refuses('only 1d layer supported', function() nn.Normalize(2):forward(torch.randn(2, 2, 2)) end)
   end)
end)
