local torch = require 'torch'
local Naive = require 'spec.support.naive_random'

-- Draws by walking the cumulative sums, which are made anew for each draw.
local function naive_draw(naive, weights, n, replacement)
   local cumulative, sum, drawn = {}, 0, {}
   for j, weight in ipairs(weights) do
      sum = sum + weight
      cumulative[j] = sum
   end
   for j in ipairs(weights) do
      cumulative[j] = cumulative[j] / sum
   end
   for i = 1, n do
      cumulative[#weights] = 1
      local u, chosen = naive:unit(), 1
      while cumulative[chosen] < u do
         chosen = chosen + 1
      end
      drawn[i] = chosen
      if not replacement then
         local mass = cumulative[chosen] - (cumulative[chosen - 1] or 0)
         for j in ipairs(cumulative) do
            cumulative[j] = (cumulative[j] - (j >= chosen and mass or 0)) / (1 - mass)
         end
      end
   end
   return drawn
end

describe('multinomial', function()
   it('draws from a vector, with and without replacement, in Float and Double', function()
      for _, kind in ipairs { 'FloatTensor', 'DoubleTensor' } do
         local p = torch[kind](30):uniform()
         for _, replacement in ipairs { true, false } do
            torch.manualSeed(5)
            local drawn = torch.multinomial(p, 20, replacement)
            assert.equal('torch.LongTensor', drawn:type())
            local naive = Naive.new(5)
            assert.same(naive_draw(naive, p:totable(), 20, replacement), drawn:totable())
            assert.equal(naive:random(), torch.random())
         end
      end
   end)

   it('draws without replacement unless told', function()
      local drawn = torch.multinomial(torch.Tensor { 1, 2, 3, 4 }, 4):totable()
      table.sort(drawn)
      assert.same({ 1, 2, 3, 4 }, drawn)
   end)

   it('takes the rows of a matrix one after the other, contiguous or not', function()
      local p = torch.rand(5, 4):t()
      torch.manualSeed(5)
      local drawn, naive = torch.multinomial(p, 3000, true), Naive.new(5)
      assert.same({ 4, 3000 }, drawn:size():totable())
      for row = 1, 4 do
         assert.same(naive_draw(naive, p[row]:totable(), 3000, true), drawn[row]:totable())
      end
   end)

   it('has all its forms', function()
      local p, r, gen = torch.Tensor { 0.2, 0.3, 0.5 }, torch.LongTensor(), torch.Generator()
      local wanted = naive_draw(Naive.new(5), { 0.2, 0.3, 0.5 }, 9, true)
      local function check(call)
         torch.manualSeed(5)
         torch.manualSeed(gen, 5)
         assert.same(wanted, call():totable())
      end
      check(function() return p:multinomial(9, true) end)
      check(function() return p.multinomial(r, p, 9, true) end)
      check(function() return torch.multinomial(r, p, 9, true) end)
      check(function() return r end)
      check(function() return torch.multinomial(gen, p, 9, true) end)
      check(function() return torch.multinomial(r, gen, p, 9, true) end)
      local gaps = torch.LongTensor(9, 2):select(2, 1)
      check(function() return torch.multinomial(gaps, p, 9, true) end)
      assert.is_false(gaps:isContiguous())
      check(function() return gaps end)
   end)

   it('never draws what has no chance', function()
      local p = torch.Tensor { 0, 1, 0, 0, 2, 0 }
      local seen = {}
      for _, category in ipairs(torch.multinomial(p, 5000, true):totable()) do
         seen[category] = (seen[category] or 0) + 1
      end
      assert.equal(5000, seen[2] + seen[5])
      assert.near(5000 / 3, seen[2], 200)
   end)

   it('refuses what cannot be', function()
      local p = torch.Tensor { 0.2, 0.3, 0.5 }
      assert.error_matches(function() torch.multinomial(p, 0) end, 'cannot sample n_sample')
      assert.error_matches(function() torch.multinomial(p, 4) end, 'without replacement')
      assert.error_matches(function() torch.multinomial(torch.Tensor { 0, 0 }, 1) end, 'sum of probabilities <= 0')
      assert.error_matches(function() torch.multinomial(torch.Tensor { 0 / 0, 1 }, 1) end, 'sum of probabilities <= 0')
      assert.error_matches(function() torch.multinomial(torch.Tensor { { 1, 2 }, { 0, 0 } }, 1) end, 'sum of probabilities <= 0')
      assert.error_matches(function() torch.multinomial(torch.Tensor { 2, -1 }, 1) end, 'entry < 0')
      assert.error_matches(function() torch.multinomial(torch.Tensor(), 1) end, 'vector or a matrix')
      assert.error_matches(function() torch.multinomial(torch.Tensor(2, 2, 2), 1) end, 'vector or a matrix')
      assert.error_matches(function() torch.multinomial(torch.LongTensor { 1, 2 }, 1) end, 'invalid arguments')
   end)
end)

describe('the alias method', function()
   local function shares(drawn, categories)
      local counts = {}
      for i = 1, categories do
         counts[i] = 0
      end
      local data, n = drawn:data(), drawn:nElement()
      for i = 0, n - 1 do
         local category = tonumber(data[i])
         counts[category] = counts[category] + 1 / n
      end
      return counts
   end

   it('has tables that hold the proportions', function()
      for _, kind in ipairs { 'FloatTensor', 'DoubleTensor' } do
         for categories = 1, 40 do
            local p = torch[kind](categories):uniform(0, 3)
            local state = torch.multinomialAliasSetup(p)
            assert.equal('torch.LongTensor', state[1]:type())
            assert.equal(p:type(), state[2]:type())
            local total, share = 0, {}
            for i = 1, categories do
               total, share[i] = total + p[i], 0
            end
            for i = 1, categories do
               local J, q = state[1][i], state[2][i]
               assert.is_true(J >= 0 and J <= categories and q >= 0 and q <= 1)
               assert.is_true(J > 0 or q == 1)
               share[i] = share[i] + q / categories
               if J > 0 then
                  share[J] = share[J] + (1 - q) / categories
               end
            end
            for i = 1, categories do
               assert.near(p[i] / total, share[i], kind == 'FloatTensor' and 1e-6 or 1e-14)
            end
         end
      end
   end)

   it('draws in the proportions, two draws each', function()
      local p = torch.Tensor { 0.1, 0, 0.6, 0.05, 0.25 }
      local state = torch.multinomialAliasSetup(p)
      local output = torch.LongTensor(100, 1000)
      torch.manualSeed(3)
      assert.is_true(torch.multinomialAlias(output, state) == output)
      for i, share in ipairs(shares(output, 5)) do
         assert.near(p[i], share, 0.006)
      end
      local naive, first = Naive.new(3), {}
      for i = 1, 2000 do
         local place = math.floor(naive:unit() * 5) + 1
         first[i] = naive:unit() <= state[2][place] and place or state[1][place]
      end
      torch.manualSeed(3)
      assert.same(first, torch.multinomialAlias(torch.LongTensor(2000), state):totable())
      assert.equal(naive:random(), torch.random())
   end)

   it('makes given tables anew, and has the underscored names', function()
      local state = torch.multinomialAliasSetup(torch.rand(7))
      local p = torch.FloatTensor { 1, 3 }
      assert.is_true(torch.multinomialAliasSetup(torch.rand(3), state) == state)
      assert.equal(3, state[1]:nElement())
      local J, q = torch.multinomialAliasSetup_(p)
      assert.same({ 2, 0 }, J:totable())
      assert.same({ 0.5, 1 }, q:totable())
      local output, gen = torch.LongTensor(5, 4):t(), torch.Generator()
      torch.manualSeed(gen, 4)
      assert.is_true(torch.multinomialAlias_(output, gen, J, q) == output)
      local again = torch.LongTensor(20)
      torch.manualSeed(gen, 4)
      torch.FloatTensor.multinomialAlias_(again, gen, J, q)
      local rows = {}
      for _, row in ipairs(output:totable()) do
         for _, category in ipairs(row) do
            rows[#rows + 1] = category
         end
      end
      assert.same(again:totable(), rows)
   end)

   it('refuses what cannot be', function()
      assert.error_matches(function() torch.multinomialAliasSetup(torch.Tensor { 0, 0 }) end, 'sum of probabilities')
      assert.error_matches(function() torch.multinomialAliasSetup(torch.Tensor { 1, -1 }) end, 'entry < 0')
      assert.error_matches(function() torch.multinomialAliasSetup(torch.Tensor(2, 2)) end, 'must be a vector')
      assert.error_matches(function() torch.multinomialAlias(torch.LongTensor(3), {}) end, 'table made by multinomialAliasSetup')
      assert.error_matches(function() torch.multinomialAlias_(torch.LongTensor(3), torch.LongTensor(2), torch.rand(3)) end, 'tables of one size')
      assert.error_matches(function() torch.multinomialAlias_(torch.LongTensor(3), torch.LongTensor(), torch.Tensor()) end, 'tables of one size')
   end)
end)
