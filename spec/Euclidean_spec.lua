local checks = require 'spec.support.module_checks'

-- Distances of each row of x from the columns of weight, scaled.
local function distances(module, x)
   local w = module.weight:double()
   local c = module.diagCov and module.diagCov:double() or w:clone():fill(1)
   local rows = x:double():view(-1, w:size(1))
   local y = torch.Tensor(rows:size(1), w:size(2))
   for b = 1, y:size(1) do
      for o = 1, y:size(2) do
         local sum = 0
         for i = 1, w:size(1) do
            sum = sum + (c[i][o] * (rows[b][i] - w[i][o])) ^ 2
         end
         y[b][o] = math.sqrt(sum)
      end
   end
   return x:dim() == 1 and y[1] or y
end

-- Gradients by loops, for sizes at which the kernel uses all of its tiles.
local function gradients(module, x, g)
   local w, y = module.weight, module.output
   local c = module.diagCov or w:clone():fill(1)
   local gx, gw, gc = x:clone():zero(), w:clone():zero(), w:clone():zero()
   for b = 1, y:size(1) do
      for o = 1, y:size(2) do
         local slope = g[b][o] / (y[b][o] + 1e-7)
         local d = x[b] - w:select(2, o)
         local cd = torch.cmul(d, c:select(2, o))
         gx[b]:add(slope, torch.cmul(cd, c:select(2, o)))
         gw:select(2, o):add(-slope, torch.cmul(cd, c:select(2, o)))
         gc:select(2, o):add(slope, torch.cmul(cd, d))
      end
   end
   return gx, gw, gc
end

for _, name in ipairs { 'Euclidean', 'WeightedEuclidean' } do
   local function new(...)
      local module = nn[name](...)
      if module.diagCov then
         module.diagCov:uniform(0.5, 1.5)
      end
      return module
   end

   checks.module(name, {
      { 'a batch', function() return new(5, 3) end, input = { 4, 5 }, reference = distances, batch = true, curved = true, prints = 'nn.' .. name },
      { 'a vector', function() return new(5, 3) end, input = { 5 }, reference = distances, curved = true },
      { 'one input', function() return new(1, 9) end, input = { 2, 1 }, reference = distances, batch = true, large = true },
      { 'whole and part tiles', function() return new(11, 37) end, input = { 7, 11 }, reference = distances, batch = true, large = true },
   })

   describe('nn.' .. name, function()
      it('adds up the gradients that loops do', function()
         for _, sizes in ipairs { { 9, 13, 21 }, { 4, 8, 32 }, { 6, 5, 4 } } do
            checks.threads(function()
               local module = new(sizes[2], sizes[3])
               local x, g = torch.randn(sizes[1], sizes[2]), torch.randn(sizes[1], sizes[3])
               module:forward(x)
               module:zeroGradParameters()
               local gx, gw, gc = gradients(module, x, g)
               checks.close(gx, module:backward(x, g, 0.5), 1e-12, 'gradInput')
               checks.close(gw * 0.5, module.gradWeight, 1e-12, 'gradWeight')
               if module.gradDiagCov then
                  checks.close(gc * 0.5, module.gradDiagCov, 1e-12, 'gradDiagCov')
               end
            end)
         end
      end)

      it('keeps the distance of near points', function()
         local module = new(3, 2):float()
         module.weight:fill(1000)
         local output = module:forward(torch.FloatTensor { 1000.0625, 1000, 1000 })
         local factor = module.diagCov and module.diagCov[1][1] or 1
         assert.near(0.0625 * factor, output[1], 1e-8)
      end)

      it('has no gradient at a centre', function()
         local module = new(3, 1)
         local x = module.weight:select(2, 1):clone()
         module:forward(x)
         assert.equal(0, module:backward(x, torch.ones(1)):norm())
      end)

      it('refuses inputs that do not fit', function()
         checks.refuses('input of size 4x3 has 3 columns, wanted 5', function() new(5, 3):forward(torch.randn(4, 3)) end)
         checks.refuses('input must be vector or matrix, got size 1x4x3', function() new(3, 3):forward(torch.randn(1, 4, 3)) end)
      end)
   end)
end

describe('nn.WeightedEuclidean', function()
   it('updates both parameters at once as after one another', function()
      local module, x, g = nn.WeightedEuclidean(4, 3), torch.randn(5, 4), torch.randn(5, 3)
      local direct = module:clone()
      module:forward(x)
      module:zeroGradParameters()
      module:backward(x, g)
      module:updateParameters(0.1)
      direct:forward(x)
      direct:backwardUpdate(x, g, 0.1)
      checks.close(module.weight, direct.weight, 1e-14, 'weight')
      checks.close(module.diagCov, direct.diagCov, 1e-14, 'diagCov')
      assert.is_true(nn.Jacobian.testJacobianParameters(module, x, module.diagCov, module.gradDiagCov, 0.5, 1.5) < 1e-6)
   end)
end)
