local margin = require 'lampas.margin'
local noise = require 'lampas.noise'
local verdict = require 'lampas.verdict'

describe('a verdict #once', function()
   it('needs the whole interval on one side', function()
      assert.equal('slower', verdict.of(1.10, 1.05, 1.15, 0.03, 20).verdict)
      assert.equal('faster', verdict.of(0.90, 0.88, 0.92, 0.03, 20).verdict)
      assert.equal('same', verdict.of(1.00, 0.98, 1.02, 0.03, 20).verdict)
      assert.equal('unknown', verdict.of(1.02, 1.00, 1.05, 0.03, 20).verdict)
      assert.equal('unknown', verdict.of(1.10, 1.02, 1.18, 0.03, 20).verdict)
   end)

   it('says how many rounds more would settle it', function()
      local v = verdict.of(1.05, 1.01, 1.09, 0.03, 20) -- reaches 0.04 where 0.02 are left: four times the rounds
      assert.equal(60, v.more)
      assert.equal("can't tell (60 more rounds)", verdict.words(v))
      assert.equal("can't tell", verdict.words(verdict.of(1.03, 1, 1.06, 0.03, 20)))
      assert.equal('same within 3.00%', verdict.words(verdict.of(1, 0.99, 1.01, 0.03, 20)))
      assert.equal('slower', verdict.words(verdict.of(2, 1.9, 2.1, 0.03, 20)))
   end)

   it('takes the intervals of both of two runs', function()
      local old = { median_ms = 10, interval_ms = { 9.9, 10.1 }, rounds = 30 }
      assert.equal('slower', verdict.apart({ median_ms = 11, interval_ms = { 10.9, 11.1 }, rounds = 40 }, old, 0.03).verdict)
      assert.equal('same', verdict.apart(old, old, 0.03).verdict)
      assert.equal('unknown', verdict.apart({ median_ms = 11, interval_ms = { 10, 12 }, rounds = 40 }, old, 0.03).verdict)
      assert.is_nil(verdict.apart({ median_ms = 11, rounds = 4 }, old, 0.03))
   end)

   it('sees a small difference between rounds of very different speed', function()
      local old, new = {}, {}
      for i = 1, 40 do
         old[i] = 1 + i % 7
         new[i] = old[i] * (1.05 + 0.001 * (i % 3))
      end
      assert.equal('slower', verdict.paired(new, old, 0.03).verdict)
      assert.equal('faster', verdict.paired(old, new, 0.03).verdict)
      assert.equal('same', verdict.paired(old, old, 0.03).verdict)
   end)
end)

describe('verdicts on many rows #once', function()
   it('are summed up', function()
      local line, slower = verdict.summary({ { before = { verdict = 'slower' } }, { before = { verdict = 'same' } }, {} }, 'before', 'that')
      assert.is_true(slower)
      assert.equal("2 rows beside that: 0 faster, 1 slower, 1 the same, 0 can't tell; 1 rows are not in it", line)
      line, slower = verdict.summary({ { against = {} } }, 'against', 'v2')
      assert.is_false(slower)
      assert.equal("1 rows beside v2: 0 faster, 0 slower, 0 the same, 1 can't tell", line)
   end)
end)

describe('what counts as the same #once', function()
   it('is the threshold, or the noise of its kind where that is larger', function()
      local shares = margin.new(0.03, { floor = 0.08, arithmetic = 0.01, memory = 0.08 }, { floor = 0.04 }, nil)
      assert.equal(0.04, margin.of(shares, { bound = 'arithmetic' }))
      assert.equal(0.08, margin.of(shares, { bound = 'L2' }))
      assert.equal(0.08, margin.of(shares, {}))
      assert.equal('4.0% (arithmetic), 8.0% (memory)', margin.words(shares))
      assert.equal('3.0%', margin.words(margin.new(0.03)))
   end)
end)

describe('the noise floor #once', function()
   it('is how far blocks are apart, but for the worst of them', function()
      assert.near(0.1, noise.distance { 1, 1, 1.1, 1, 1, 9 }, 1e-12)
      assert.equal(0, noise.distance { 2, 2, 2 })
   end)

   it('is measured on the same cases again and again', function()
      local found = noise.floor(true)
      assert.is_true(found.floor >= 0)
      for _, case in ipairs(found.cases) do
         assert.is_true(#case.medians_ms >= 5 and case.distance <= found.floor and case.distance == found[case.bound])
      end
   end)

   it('is that of two processes beside each other', function()
      local found = noise.apart(true)
      assert.equal(2, #found.cases)
      for _, case in ipairs(found.cases) do
         assert.equal(6, #case.ratios)
         assert.is_true(case.distance == found[case.bound] and case.distance <= found.floor)
      end
   end)
end)
