local clock = require 'lampas.clock'
local disturbance = require 'lampas.disturbance'
local measure = require 'lampas.measure'

describe('the clock #once', function()
   it('never goes back and runs in seconds', function()
      local before, wall = clock.seconds(), os.time()
      local last = before
      while clock.seconds() - before < 0.02 do
         local now = clock.seconds()
         assert.is_true(now >= last)
         last = now
      end
      assert.is_true(os.time() - wall <= 1)
   end)
end)

describe('measure.steady #once', function()
   it('counts every call, before and within the samples', function()
      local calls = 0
      local result = measure.steady(function() calls = calls + 1 end, { seconds = 0.03 })
      assert.equal(calls, result.iterations + result.redone * result.batch + result.warmup)
      assert.equal(result.iterations, #result.samples * result.batch)
      assert.is_true(#result.samples >= 5)
   end)

   it('puts several short calls into one sample', function()
      local result = measure.steady(function() end, { seconds = 0.03 })
      assert.is_true(result.batch > 100)
      assert.is_true(result.min <= result.median and result.median <= result.max)
      assert.is_true(result.q25 <= result.median and result.median <= result.q75)
   end)

   it('takes the least number of samples even when they exceed the time', function()
      local function slow()
         local stop = clock.seconds() + 0.004
         repeat until clock.seconds() >= stop
      end
      local result = measure.steady(slow, { seconds = 0.001, samples = 4 })
      assert.equal(4, #result.samples)
      assert.equal(1, result.batch)
      assert.is_true(result.min >= 4)
   end)

   it('keeps the collector out of the samples and leaves it running', function()
      local collected = 0
      local function make()
         for _ = 1, 200 do
            local proxy = newproxy(true)
            getmetatable(proxy).__gc = function() collected = collected + 1 end
         end
         local before = collected
         local text = ''
         for i = 1, 2000 do
            text = i .. text:sub(1, 100)
         end
         assert(collected == before and #text > 100, 'a collection ran within a sample')
      end
      measure.steady(make, { seconds = 0.05 })
      collectgarbage()
      assert.is_true(collected > 0)
   end)
end)

-- A quiet machine, whatever else runs.
local function quiet()
   local since = disturbance.since
   disturbance.since = function() return false end
   finally(function() disturbance.since = since end)
end

describe('what a measurement says of itself #once', function()
   it('is the interval of the median, and whether it is narrow enough', function()
      local result = measure.steady(function() end, { seconds = 0.02, samples = 6 })
      assert.is_true(result.interval[1] <= result.median and result.median <= result.interval[2])
      local half = (result.interval[2] - result.interval[1]) / 2 / result.median
      assert.equal(half <= 0.01, result.settled)
   end)

   it('ends early once all medians are settled', function()
      quiet()
      local rounds = 0
      local steady = { time = function(calls) rounds = rounds + 1 return calls * 1e-3 end }
      local result = measure.steady(steady, { seconds = 1e3 })
      assert.is_true(result.settled and rounds < 100)
      assert.near(1, result.median, 1e-9)
   end)

   it('is the garbage of a call', function()
      local kept
      local result = measure.steady(function() kept = {} end, { seconds = 0.02 })
      assert.is_true(result.garbage > 0 and result.garbage < 200 and kept ~= nil)
      assert.is_true(measure.steady(function() end, { seconds = 0.02 }).garbage < 1)
   end)
end)

describe('lost cores #once', function()
   it('make a round be done again, but not for ever', function()
      local since, asked = disturbance.since, 0
      disturbance.since = function() asked = asked + 1 return asked > 10 and asked <= 13 end
      local work = { time = function(calls) return calls * 1e-3 end }
      local result = measure.steady(work, { seconds = 10 })
      disturbance.since = function() return true end
      local never = measure.steady(work, { seconds = 0.1 })
      disturbance.since = since
      assert.equal(3, result.redone)
      assert.equal(0, result.disturbed)
      assert.is_true(never.disturbed == #never.samples and never.redone == 0)
   end)

   it('leave no sample where enough others are there', function()
      local since, asked = disturbance.since, 0
      disturbance.since = function() asked = asked + 1 return asked % 2 == 0 end
      local result = measure.steady({ time = function(calls) return calls * (asked % 2 == 1 and 2e-3 or 1e-3) end }, { seconds = 10 })
      disturbance.since = since
      assert.equal(0, result.disturbed)
      assert.near(1, result.max, 1e-9)
   end)

   it('count as lost while their pace is slow', function()
      local mark = disturbance.mark(true)
      mark.slow = true
      assert.is_true(disturbance.since(mark))
      assert.is_nil(disturbance.mark().slow)
   end)

   it('are told by Linux', function()
      assert.is_boolean(disturbance.since(disturbance.mark()))
   end)
end)

describe('measure.fixed #once', function()
   it('calls exactly so often, and its mean spans all calls', function()
      local calls = 0
      local result = measure.fixed(function() calls = calls + 1 end, 10, 3)
      assert.equal(13, calls)
      assert.equal(10, result.iterations)
      assert.equal(3, result.warmup)
      assert.equal(10, #result.samples)
      assert.is_true(result.min <= result.mean and result.mean <= result.max)
   end)

   it('has the first call within the mean when there is no warm-up', function()
      local first = true
      local function cold()
         local stop = clock.seconds() + (first and 0.02 or 0)
         first = false
         repeat until clock.seconds() >= stop
      end
      assert.is_true(measure.fixed(cold, 10, 0).mean >= 2)
   end)
end)

describe('measure.interleaved #once', function()
   it('goes on as long as a comparison is not decided, but not for ever', function()
      quiet()
      local steady, asked = { time = function(calls) return calls * 1e-3 end }, 0
      local function count(seconds, decided)
         return #measure.interleaved({ steady, steady }, { seconds = seconds, decided = function(samples)
            asked = asked + 1
            assert(#samples == 2 and #samples[1] == #samples[2])
            return decided(#samples[1])
         end })[1].samples
      end
      assert.is_true(count(1e3, function(n) return n >= 300 end) >= 300)
      assert.is_true(count(1e3, function() return true end) < 100)
      asked = 0
      assert.is_true(count(0.02, function() return false end) >= 6)
      assert.is_true(asked >= 1)
   end)

   it('calls an operation for longer than a sample before each, where threads slept', function()
      local calls, asked = 0, 0
      local function short()
         calls = calls + 1
      end
      local elsewhere = { sleeps = true, time = function(count) asked = asked + 1 return count * 1e-3 end }
      local result = measure.interleaved({ short, elsewhere }, { seconds = 0.15, samples = 12 })[1]
      assert.is_true(asked >= 12)
      assert.equal(calls, result.iterations + result.redone * result.batch + result.warmup)
      assert.is_true(result.warmup > 3 * (result.iterations + result.redone * result.batch))
   end)

   it('gives each operation as many samples', function()
      local calls = { 0, 0 }
      local results = measure.interleaved({
         function() calls[1] = calls[1] + 1 end,
         function() calls[2] = calls[2] + 1 end,
      }, { seconds = 0.02 })
      assert.equal(2, #results)
      assert.equal(#results[1].samples, #results[2].samples)
      for i, result in ipairs(results) do
         assert.equal(calls[i], result.iterations + result.redone * result.batch + result.warmup)
      end
   end)
end)
