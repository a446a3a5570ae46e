local checks = require 'spec.support.module_checks'
local gradient = require 'lampas.gradient'
local instance = require 'lampas.instance'

-- Output and gradients by loops.
local function naive(module, a, b, g)
   local weight, bias = module.weight, module.bias
   local y = torch.zeros(a:size(1), weight:size(1))
   local ga, gb, gw = a:clone():zero(), b:clone():zero(), weight:clone():zero()
   for n = 1, a:size(1) do
      for k = 1, weight:size(1) do
         y[n][k] = bias and bias[k] or 0
         for i = 1, a:size(2) do
            for j = 1, b:size(2) do
               y[n][k] = y[n][k] + a[n][i] * weight[k][i][j] * b[n][j]
               ga[n][i] = ga[n][i] + g[n][k] * weight[k][i][j] * b[n][j]
               gb[n][j] = gb[n][j] + g[n][k] * weight[k][i][j] * a[n][i]
               gw[k][i][j] = gw[k][i][j] + g[n][k] * a[n][i] * b[n][j]
            end
         end
      end
   end
   return y, ga, gb, gw
end

describe('nn.Bilinear', function()
   it('computes what the loops do, with gaps and for any number of threads', function()
      for _, bias in ipairs { true, false } do
         checks.threads(function()
            local module = nn.Bilinear(4, 3, 5, bias)
            local a, b, g = torch.randn(6, 4), torch.randn(6, 3), torch.randn(6, 5)
            local y, ga, gb, gw = naive(module, a, b, g)
            module:zeroGradParameters()
            local pair = { checks.scattered(a), checks.scattered(b) }
            checks.close(y, module:forward(pair), 1e-13, 'output')
            local gradInput = module:backward(pair, checks.scattered(g), 0.5)
            checks.close(ga, gradInput[1], 1e-13, 'gradInput[1]')
            checks.close(gb, gradInput[2], 1e-13, 'gradInput[2]')
            checks.close(gw * 0.5, module.gradWeight, 1e-13, 'gradWeight')
            if bias then
               checks.close(g:sum(1):view(-1) * 0.5, module.gradBias, 1e-13, 'gradBias')
            end
         end)
      end
   end)

   it('has the gradients of finite differences, and computes in float', function()
      torch.manualSeed(8)
      local module, pair = nn.Bilinear(3, 4, 2), { torch.randn(5, 3), torch.randn(5, 4) }
      for name, error in pairs(gradient.errors(instance.wrap(module, pair))) do
         assert(error < 1e-6, name)
      end
      local output = module:forward(pair):clone()
      checks.close(output, module:float():forward { pair[1]:float(), pair[2]:float() }, 1e-5, 'float')
   end)

   it('prints, and begins with weights within their limit', function()
      assert.equal('nn.Bilinear(4x3 -> 5)', tostring(nn.Bilinear(4, 3, 5)))
      assert.equal('nn.Bilinear(4x3 -> 5) without bias', tostring(nn.Bilinear(4, 3, 5, false)))
      assert.is_true(nn.Bilinear(4, 9, 50).weight:max() <= 0.5)
   end)

   it('refuses what does not fit', function()
      local function refuses(text, input)
         checks.refuses('nn.Bilinear(4x3 -> 5): ' .. text, function() nn.Bilinear(4, 3, 5):forward(input) end)
      end
      refuses('input should be a table containing two data Tensors', torch.randn(4))
      refuses('input[1] of size 2x3, wanted batch x 4', { torch.randn(2, 3), torch.randn(2, 3) })
      refuses('input Tensors should have the same number of rows, got 2 and 1', { torch.randn(2, 4), torch.randn(1, 3) })
      checks.refuses('should specify inputSize1, inputSize2 and outputSize', function() return nn.Bilinear(3, 4) end)
   end)
end)
