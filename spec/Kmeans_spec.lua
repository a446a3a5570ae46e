local checks = require 'spec.support.module_checks'

-- Points around three corners.
local function clusters()
   torch.manualSeed(17)
   local x = torch.randn(90, 4):mul(0.1)
   for i = 1, 90 do
      x[i][i % 3 + 1] = x[i][i % 3 + 1] + 5
   end
   return x
end

describe('nn.Kmeans', function()
   it('names the nearest centre, and adds up the squared distances', function()
      for _, type in ipairs { 'float', 'double' } do
         checks.threads(function()
            torch.manualSeed(3)
            local module, x = nn.Kmeans(5, 7), torch.randn(300, 7)
            module[type](module)
            local output, loss = module:forward(x[type](x)), 0
            for i = 1, 300 do
               local best, least
               for c = 1, 5 do
                  local d = (x[i] - module.weight[c]:double()):pow(2):sum()
                  if not least or d < least then
                     best, least = c, d
                  end
               end
               assert.equal(best, output[i])
               loss = loss + least
            end
            assert.near(loss, module.loss, type == 'float' and 1e-2 or 1e-9)
         end)
      end
   end)

   it('has as gradient the mean of the difference from the samples', function()
      local module, x = nn.Kmeans(3, 4), clusters()
      module.weight[3]:fill(1000) -- has no sample
      local output = module:forward(x)
      module:zeroGradParameters()
      local gradInput = module:backward(x, torch.Tensor(), 0.5)
      assert.equal(0, gradInput:norm())
      for c = 1, 3 do
         local sum, count = torch.zeros(4), 0
         for i = 1, 90 do
            if output[i] == c then
               sum:add(module.weight[c] - x[i])
               count = count + 1
            end
         end
         checks.close(count > 0 and sum * (0.5 / count) or sum, module.gradWeight[c], 1e-12, 'centre ' .. c)
      end
      assert.equal(0, module.gradWeight[3]:norm())
   end)

   it('finds clusters', function()
      local x = clusters()
      for _, init in ipairs { 'initRandom', 'initKmeansPlus' } do
         local module = nn.Kmeans(3, 4)
         assert.is_true(rawequal(module, module[init](module, x)))
         local before = math.huge
         for _ = 1, 10 do
            module:zeroGradParameters()
            module:forward(x)
            assert.is_true(module.loss <= before + 1e-9)
            before = module.loss
            module:backward(x)
            module:updateParameters(1)
         end
      end
      local module = nn.Kmeans(3, 4):initKmeansPlus(x)
      module:forward(x)
      assert.is_true(module.loss < 90 * 0.3)
   end)

   it('is saved, cleared and converted', function()
      local x, module = clusters(), nn.Kmeans(3, 4)
      local output = module:forward(x):clone()
      checks.close(output, module:clone():forward(x), 0, 'clone')
      checks.close(output, module:clearState():forward(x), 0, 'after clearState')
      checks.close(output, module:float():forward(x:float()), 0, 'float')
      assert.equal('torch.FloatTensor', module.output:type())
   end)

   it('refuses what does not fit', function()
      checks.refuses('Clusters cannot be 0 or negative', function() return nn.Kmeans(0, 2) end)
      checks.refuses('Dimensionality cannot be 0 or negative', function() return nn.Kmeans(2, 0) end)
      checks.refuses('Expecting 2D, got size 3', function() nn.Kmeans(2, 3):forward(torch.randn(3)) end)
      checks.refuses('Dimensionality of input and kmeans don\'t match: 4 and 3', function() nn.Kmeans(2, 3):forward(torch.randn(5, 4)) end)
      checks.refuses('Input is not contiguous', function() nn.Kmeans(2, 3):forward(torch.randn(3, 5):t()) end)
      checks.refuses('Insufficient samples to initialize 2 clusters: 1', function() nn.Kmeans(2, 3):initRandom(torch.randn(1, 3)) end)
      checks.refuses('P value should be between 0-1, got 2', function() nn.Kmeans(2, 3):initKmeansPlus(torch.randn(9, 3), 2) end)
   end)
end)
