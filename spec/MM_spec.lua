local checks = require 'spec.support.module_checks'

-- The sum over k, entry by entry, of matrices given as they are multiplied.
local function product(a, b)
   local c = torch.zeros(a:size(1), b:size(2))
   for i = 1, a:size(1) do
      for j = 1, b:size(2) do
         for k = 1, a:size(2) do
            c[i][j] = c[i][j] + a[i][k] * b[k][j]
         end
      end
   end
   return c
end

-- Matrices of m × k and k × n, or batches of them, stored as the flags say.
local function operands(transA, transB, batch)
   local a = transA and { 4, 3 } or { 3, 4 }
   local b = transB and { 5, 4 } or { 4, 5 }
   if batch then
      table.insert(a, 1, batch)
      table.insert(b, 1, batch)
   end
   return torch.randn(torch.LongStorage(a)), torch.randn(torch.LongStorage(b))
end

describe('nn.MM', function()
   it('multiplies matrices and batches of them, transposed or not', function()
      for _, flags in ipairs { { false, false }, { true, false }, { false, true }, { true, true } } do
         local transA, transB = flags[1], flags[2]
         local module = nn.MM(transA, transB)
         local a, b = operands(transA, transB)
         checks.close(product(transA and a:t() or a, transB and b:t() or b), module:forward { a, b }, 1e-14, 'matrices')
         a, b = operands(transA, transB, 2)
         local output = module:forward { checks.scattered(a), checks.scattered(b) }
         for i = 1, 2 do
            checks.close(product(transA and a[i]:t() or a[i], transB and b[i]:t() or b[i]), output[i], 1e-14, 'a batch')
         end
         assert.is_true(rawequal(output, module:forward { a, b }))
      end
   end)

   it('gives gradients of the sizes of its inputs', function()
      for _, batch in ipairs { false, 3 } do
         local module = nn.MM(true, true)
         local a, b = operands(true, true, batch)
         local gradOutput = module:forward({ a, b }):clone():uniform()
         local gradients = module:backward({ a, b }, gradOutput)
         assert.same(a:size():totable(), gradients[1]:size():totable())
         assert.same(b:size():totable(), gradients[2]:size():totable())
         -- A linear function of each operand: its value is its gradient's dot product with it.
         local value = torch.dot(module.output, gradOutput)
         assert.near(value, torch.dot(a, gradients[1]), 1e-12)
         assert.near(value, torch.dot(b, gradients[2]), 1e-12)
      end
   end)

   it('refuses what cannot be multiplied', function()
      local function refuses(text, input)
         checks.refuses('nn.MM: ' .. text, function() nn.MM():forward(input) end)
      end
      refuses('input must be a pair of minibatch matrices', torch.randn(3, 3))
      refuses('input must be a pair of minibatch matrices', { torch.randn(3, 3) })
      refuses('input tensors must be 2D or 3D, got size 3', { torch.randn(3), torch.randn(3) })
      refuses('second input tensor must be 2D, got size 2x3x3', { torch.randn(3, 3), torch.randn(2, 3, 3) })
      refuses('matrix sizes do not match: 3x4 times 3x4', { torch.randn(3, 4), torch.randn(3, 4) })
      refuses('inputs must contain the same number of minibatches, got sizes 2x3x3 and 4x3x3', { torch.randn(2, 3, 3), torch.randn(4, 3, 3) })
      refuses('input[2] is a torch.FloatTensor', { torch.randn(3, 3), torch.randn(3, 3):float() })
   end)
end)
