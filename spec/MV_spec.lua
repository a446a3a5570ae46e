local checks = require 'spec.support.module_checks'

describe('nn.MV', function()
   it('multiplies matrices and vectors, and batches of them', function()
      for _, trans in ipairs { false, true } do
         local module = nn.MV(trans)
         local M, v = torch.randn(2, 3, 4), torch.randn(2, trans and 3 or 4)
         local output = module:forward({ checks.scattered(M), checks.scattered(v) }):clone()
         for b = 1, 2 do
            local A = trans and M[b]:t() or M[b]
            for i = 1, A:size(1) do
               local sum = 0
               for k = 1, A:size(2) do
                  sum = sum + A[i][k] * v[b][k]
               end
               assert.near(sum, output[b][i], 1e-13)
            end
            checks.close(output[b], module:forward { M[b], v[b] }, 1e-14, 'one of the batch')
         end
      end
   end)

   it('gives the gradients of both', function()
      for _, trans in ipairs { false, true } do
         local module = nn.MV(trans)
         local M, v = torch.randn(2, 3, 4), torch.randn(2, trans and 3 or 4)
         local gradOutput = module:forward({ M, v }):clone():uniform()
         local gradients = module:backward({ M, v }, gradOutput)
         assert.same({ 2, 3, 4 }, gradients[1]:size():totable())
         assert.same(v:size():totable(), gradients[2]:size():totable())
         local value = torch.dot(module.output, gradOutput)
         assert.near(value, torch.dot(M, gradients[1]), 1e-12)
         assert.near(value, torch.dot(v, gradients[2]), 1e-12)
      end
   end)

   it('refuses what cannot be multiplied', function()
      local function refuses(text, input)
         checks.refuses('nn.MV: ' .. text, function() nn.MV():forward(input) end)
      end
      refuses('input must be a pair of minibatch matrices', torch.randn(3, 3))
      refuses('input matrix must be 2D or 3D, got size 3', { torch.randn(3), torch.randn(3) })
      refuses('input vector must be 1D, got size 3x3', { torch.randn(3, 3), torch.randn(3, 3) })
      refuses('matrix row count and vector length do not match: 3x4 times 3', { torch.randn(3, 4), torch.randn(3) })
      checks.refuses('nn.MV: trans must be a boolean value, got number', function() return nn.MV(1) end)
   end)
end)
