-- What kernels must leave as they found it: the processor's x87 unit, in which OpenBLAS computes norms. Its registers are those of MMX, too.
local torch = require 'torch'

describe('kernels', function()
   it('leave the processor so that the norms within LAPACK stay numbers', function()
      for _, kind in ipairs { 'Byte', 'Char', 'Short', 'Int', 'Long', 'Float', 'Double' } do
         for _, size in ipairs { { 3, 5 }, { 40, 50 }, { 7, 64 }, { 64, 7 }, { 1, 9 } } do
            local x = torch[kind .. 'Tensor'](size[1], size[2]):random(1, 100)
            for _, operation in ipairs { 'max', 'min', 'sum', 'cumsum', 'sort' } do
               for d = 1, 2 do
                  torch[operation](x, d)
                  torch[operation](x:t(), d)
               end
            end
            x:clone():copy(x:t())
         end
         local a = torch.rand(5, 5)
         local u, s, v = torch.svd(a)
         assert.is_true((u * torch.diag(s) * v:t() - a):abs():max() < 1e-12, kind)
      end
   end)
end)
