local statistics = require 'lampas.statistics'

describe('statistics #once', function()
   it('takes the median of odd and even counts, in any order', function()
      assert.equal(3, statistics.median { 5, 1, 3 })
      assert.equal(2.5, statistics.median { 4, 1, 3, 2 })
      assert.equal(7, statistics.median { 7 })
      assert.is_nil(statistics.median {})
   end)

   it('interpolates quantiles', function()
      assert.equal(2, statistics.quantile({ 1, 2, 3, 4, 5 }, 0.25))
      assert.equal(1, statistics.quantile({ 3, 1, 2 }, 0))
      assert.equal(3, statistics.quantile({ 3, 1, 2 }, 1))
      assert.near(1.9, statistics.quantile({ 1, 2 }, 0.9), 1e-12)
   end)

   it('takes means', function()
      assert.equal(2, statistics.mean { 1, 2, 3 })
      assert.near(4, statistics.geometricMean { 2, 8 }, 1e-12)
      assert.is_nil(statistics.mean {})
      assert.is_nil(statistics.geometricMean {})
   end)

   it('leaves its argument alone', function()
      local list = { 3, 1, 2 }
      statistics.summary(list)
      statistics.median(list)
      assert.same({ 3, 1, 2 }, list)
   end)

   it('sums samples up', function()
      local summary = statistics.summary { 5, 1, 2, 3, 4 }
      assert.same({ median = 3, mean = 3, min = 1, max = 5, q25 = 2, q75 = 4, spread = 1 / 3 }, summary)
   end)

   it('has no spread where nothing varies', function()
      assert.equal(0, statistics.summary({ 2, 2, 2 }).spread)
      assert.equal(0, statistics.summary({ 0, 0 }).spread)
   end)

   it('bracket the median by ranks', function()
      local list = {}
      for i = 1, 5 do
         list[i] = i
      end
      assert.is_nil(statistics.interval(list))
      list[6] = 6
      assert.same({ 1, 6 }, { statistics.interval(list) }) -- 1 - 2/64 = 97 %
      for i = 7, 20 do
         list[i] = i
      end
      assert.same({ 6, 15 }, { statistics.interval(list) }) -- of tables of the binomial distribution
      for i = 21, 400 do
         list[i] = i
      end
      local low, high = statistics.interval(list)
      assert.is_true(low >= 179 and low <= 182 and high == 401 - low)
   end)

   it('draw medians anew', function()
      local low, high = statistics.bootstrap({ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, 200)
      assert.is_true(low >= 1 and low < 6 and high > 6 and high <= 11)
      assert.same({ 2, 2 }, { statistics.bootstrap({ 2, 2, 2 }, 20) })
   end)
end)
