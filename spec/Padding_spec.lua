local checks = require 'spec.support.module_checks'

-- pad slices of `value` after `before` slices.
local function padded(dim, pad, value, before)
   return function(_, x)
      x = x:double()
      local n, sizes = x:size(dim), x:size()
      sizes[dim] = pad
      local parts = { torch.Tensor(sizes):fill(value) }
      if before > 0 then
         table.insert(parts, 1, x:narrow(dim, 1, before))
      end
      if before < n then
         table.insert(parts, x:narrow(dim, before + 1, n - before))
      end
      return torch.cat(parts, dim)
   end
end

checks.module('Padding', {
   { 'after the end', function() return nn.Padding(2, 3) end, input = { 2, 4 }, anyType = true, prints = 'nn.Padding',
      reference = padded(2, 3, 0, 4) },
   { 'before the beginning', function() return nn.Padding(2, -3, nil, 7) end, input = { 2, 4, 3 }, anyType = true,
      reference = padded(2, 3, 7, 0) },
   { 'before a slice', function() return nn.Padding(2, -2, nil, 1, 3) end, input = { 2, 4 }, anyType = true,
      reference = padded(2, 2, 1, 2) },
   { 'after a slice from the end', function() return nn.Padding(2, 2, nil, 1, 2) end, input = { 2, 4 }, anyType = true,
      reference = padded(2, 2, 1, 3) },
   { 'after the batch', function() return nn.Padding(1, 2, 2, 5) end, input = { 2, 4, 3 }, batch = true, anyType = true,
      reference = padded(2, 2, 5, 4) },
   { 'a dimension from the last', function() return nn.Padding(-1, -1) end, input = { 2, 4, 3 }, batch = true, anyType = true,
      reference = padded(3, 1, 0, 0) },
})

describe('nn.Padding', function()
   it('refuses an index that is outside', function()
      checks.refuses('nn.Padding: index 6 is outside dimension 2 of size 4', function()
         nn.Padding(2, -1, nil, 0, 6):forward(torch.randn(2, 4))
      end)
   end)
end)
