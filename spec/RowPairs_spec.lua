-- nn.DotProduct, nn.CosineDistance and nn.PairwiseDistance: a number for each pair of rows.
local checks = require 'spec.support.module_checks'
local gradient = require 'lampas.gradient'
local instance = require 'lampas.instance'

local function dot(a, b)
   local sum = 0
   for i = 1, a:size(1) do
      sum = sum + a[i] * b[i]
   end
   return sum
end

local function distance(p)
   return function(a, b)
      local sum = 0
      for i = 1, a:size(1) do
         sum = sum + math.abs(a[i] - b[i]) ^ p
      end
      return sum ^ (1 / p)
   end
end

local MODULES = {
   { 'DotProduct', function() return nn.DotProduct() end, dot },
   { 'CosineDistance', function() return nn.CosineDistance() end, function(a, b)
      return dot(a, b) / math.sqrt((dot(a, a) + 1e-12) * (dot(b, b) + 1e-12))
   end },
   { 'PairwiseDistance', function() return nn.PairwiseDistance() end, distance(2) },
   { 'PairwiseDistance', function() return nn.PairwiseDistance(1) end, distance(1) },
   { 'PairwiseDistance', function() return nn.PairwiseDistance(3) end, distance(3) },
   { 'PairwiseDistance', function() return nn.PairwiseDistance(1.5) end, distance(1.5) },
}

for number, entry in ipairs(MODULES) do
   local name, new, reference = unpack(entry)

   describe(('nn.%s (%d)'):format(name, number), function()
      it('computes what the loop does, for matrices and vectors, in both types', function()
         for _, type in ipairs { 'float', 'double' } do
            checks.threads(function()
               for _, width in ipairs { 1, 7, 33, 5000 } do
                  torch.manualSeed(width)
                  local a, b = torch.randn(12, width), torch.randn(12, width)
                  local module = new()
                  module[type](module)
                  local x = { a[type](a), b[type](b) }
                  local output = module:forward { checks.scattered(x[1]), checks.scattered(x[2]) }
                  assert.same({ 12 }, output:size():totable())
                  local wanted = torch.Tensor(12)
                  for i = 1, 12 do
                     wanted[i] = reference(x[1][i], x[2][i])
                  end
                  checks.close(wanted, output, type == 'float' and 2e-5 or 1e-12, 'output')
                  local third, single = output[3], module:forward { x[1][3], x[2][3] }
                  assert.same({ 1 }, single:size():totable())
                  assert.equal(third, single[1])
               end
            end)
         end
      end)

      it('has the gradients of finite differences', function()
         for _, sizes in ipairs { { 4, 3 }, { 5 } } do
            torch.manualSeed(3)
            local size = torch.LongStorage(sizes)
            local errors = gradient.errors(instance.wrap(new(), { torch.randn(size), torch.randn(size) }))
            assert.is_true(errors['gradInput[1]'] < 1e-5 and errors['gradInput[2]'] < 1e-5)
         end
      end)

      it('keeps its tensors, and works after clearState and as a clone', function()
         local module, x, g = new(), { torch.randn(3, 4), torch.randn(3, 4) }, torch.randn(3)
         local output, gradInput = module:forward(x), module:backward(x, g)
         local wanted, first = output:clone(), gradInput[1]:clone()
         assert.is_true(rawequal(output, module:forward(x)))
         assert.is_true(rawequal(gradInput[1], module:backward(x, g)[1]))
         local copy = module:clone()
         module:clearState()
         assert.equal(0, module.output:nElement())
         for _, one in ipairs { module, copy } do
            checks.close(wanted, one:forward(x), 0, 'output')
            checks.close(first, one:backward(x, g)[1], 0, 'gradInput')
         end
         module.gradInput = nil
         assert.is_nil(module:backward(x, g))
      end)

      it('refuses what is no pair of rows', function()
         local function refuses(text, input)
            checks.refuses(('nn.%s: %s'):format(name, text), function() new():forward(input) end)
         end
         refuses('input must be a pair of vectors or matrices', torch.randn(3))
         refuses('input[2] of size 3x5, wanted 3x4 like the input[1]', { torch.randn(3, 4), torch.randn(3, 5) })
         refuses('input[1] must be a vector or matrix, got size 1x3x4', { torch.randn(1, 3, 4), torch.randn(1, 3, 4) })
         refuses('input[2] is a torch.FloatTensor', { torch.randn(3), torch.randn(3):float() })
         checks.refuses('gradOutput of size 5, wanted 3 elements', function()
            local module, x = new(), { torch.randn(3, 4), torch.randn(3, 4) }
            module:forward(x)
            module:backward(x, torch.randn(5))
         end)
      end)
   end)
end

describe('nn.PairwiseDistance', function()
   it('takes a sign at random where entries are equal, with p = 1', function()
      local module, x = nn.PairwiseDistance(1), torch.randn(2, 100)
      module:forward { x, x }
      local gradInput = module:backward({ x, x }, torch.Tensor { 3, 5 })
      checks.close(torch.Tensor(100):fill(3), gradInput[1][1]:clone():abs(), 0, 'first row')
      checks.close(torch.Tensor(100):fill(5), gradInput[1][2]:clone():abs(), 0, 'second row')
      assert.is_true(math.abs(gradInput[1][1]:sum()) < 150)
      checks.close(gradInput[1], -gradInput[2], 0, 'the other')
   end)

   it('has a finite gradient at equal rows', function()
      local module, x = nn.PairwiseDistance(2), torch.randn(2, 3)
      module:forward { x, x }
      checks.close(torch.zeros(2, 3), module:backward({ x, x }, torch.ones(2))[1], 0, 'gradInput')
   end)
end)
