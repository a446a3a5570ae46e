--- Timing of one operation: samples long enough for the clock, after a warm-up, with Lua's collector out of the way.
local clock = require 'lampas.clock'
local disturbance = require 'lampas.disturbance'
local processor = require 'lampas.processor'
local statistics = require 'lampas.statistics'

local measure = {
   --- Seconds of calls after which threads that slept are on processors of their own again: Linux may wake them on that of who woke them, and
   -- was seen to take 20 ms to part them.
   AWAKE = 0.03,
}

local SAMPLE = 1e-3     -- seconds: a shorter operation is called several times for one sample
local LONG_SAMPLE = 5e-3 -- where threads are woken for each sample, which takes longer than that
local STABLE = 0.03     -- the warm-up ends when the best time stops falling by more than this
local WARM_ROUNDS = 3   -- over so many rounds
local WARM_SHARE = 0.25 -- or after this share of the time
local SHORTEST = 1e-12  -- seconds a call at least: a call of nothing is not negative
local SETTLED = 0.01    -- rounds end when every median is known to this share, both ways
local LEAST = 6         -- samples: the fewest that bracket their median
local LOOK = 20         -- rounds before that is looked at first, for few samples may agree by chance
local EXTENSION = 4     -- a comparison that is not decided yet may take so many times its time

-- Seconds for so many calls: of a function by our clock, or as an operation elsewhere tells.
local function timed(operation, calls)
   if type(operation) == 'table' then
      return operation.time(calls)
   end
   local start = clock.seconds()
   for _ = 1, calls do
      operation()
   end
   return clock.seconds() - start
end

local overhead

-- What the clock and the loop cost when the operation is nothing: seconds a sample, seconds a call. The least of several trials.
local function overhead_of_timing()
   if not overhead then
      local function nothing() end
      local sample, call = math.huge, math.huge
      for _ = 1, 50 do
         sample = math.min(sample, timed(nothing, 0))
         call = math.min(call, timed(nothing, 1000) / 1000)
      end
      overhead = { sample = math.max(0, sample), call = math.max(0, call - sample / 1000) }
   end
   return overhead
end

-- A sample is never interrupted by a collection; the garbage it made goes between samples. Gives the seconds of the calls, without the
-- clock's and the empty loop's own where our clock is used, the bytes of garbage, and whether a core was lost meanwhile, or slow where
-- `pace` says that it counts.
local function sample(operation, calls, pace)
   local own = type(operation) == 'function' and overhead_of_timing() or { sample = 0, call = 0 }
   local mark = disturbance.mark(pace)
   collectgarbage('stop')
   local before = collectgarbage('count')
   local seconds = timed(operation, calls)
   local garbage = (collectgarbage('count') - before) * 1024
   collectgarbage('restart')
   collectgarbage('step')
   local here = type(operation) == 'function' or not operation.sleeps -- while we wait for another process, we lose no core
   return math.max(seconds - own.sample - calls * own.call, calls * SHORTEST), garbage, here and disturbance.since(mark)
end

-- Calls until the best of the last rounds is no longer better than the best before, or the time is over.
-- Gives the number of calls that make a sample of at least so long, and the calls made.
local function warm_up(operation, seconds, long)
   local stop = clock.seconds() + seconds * WARM_SHARE
   local calls, total, best, since = 1, 0, math.huge, 0
   repeat
      local each = sample(operation, calls)
      each = each / calls
      total = total + calls
      if each < best * (1 - STABLE) then
         since = 0
      else
         since = since + 1
      end
      best = math.min(best, each)
      local wanted = math.max(1, math.ceil(long / math.max(best, 1e-9)))
      if wanted > calls then -- grown step by step, for the first calls are the slowest
         calls, since = math.min(wanted, calls * 16), 0
      end
   until since >= WARM_ROUNDS or clock.seconds() >= stop
   return calls, total
end

local function in_random_order(list)
   for i = #list, 2, -1 do
      local j = math.random(i)
      list[i], list[j] = list[j], list[i]
   end
   return list
end

-- Half of the interval of the median over it; infinite where there is none.
local function uncertainty(samples)
   local low, high = statistics.interval(samples)
   return low and (high - low) / 2 / statistics.median(samples) or math.huge
end

local function all_settled(runs)
   for _, run in ipairs(runs) do
      if uncertainty(run.samples) > SETTLED then
         return false
      end
   end
   return true
end

-- Whether our threads sleep during one of the operations.
local function sleeps(operations)
   for _, operation in ipairs(operations) do
      if type(operation) == 'table' and operation.sleeps then
         return true
      end
   end
   return false
end

-- Calls that are not timed: as many as a sample has, for caches hold what another operation left, or as many as wake threads.
local function untimed(operation, run, seconds)
   local stop = clock.seconds() + seconds
   repeat
      timed(operation, run.batch)
      run.warmup = run.warmup + run.batch
   until clock.seconds() >= stop
end

-- One sample of each, in random order: a list by operation of { ms a call, bytes of garbage a call }, and whether a core was lost or slow.
-- Where threads are to sleep, the pace of the cores is not asked for, which would wake them.
local function one_round(operations, runs, order)
   local round, lost, apart = {}, false, sleeps(operations)
   for _, i in ipairs(in_random_order(order)) do
      local here = type(operations[i]) == 'function'
      if here and apart then
         processor.keep(0)
      end
      if here and #order > 1 then
         untimed(operations[i], runs[i], apart and measure.AWAKE or 0)
      end
      local seconds, garbage, disturbed = sample(operations[i], runs[i].batch, not apart)
      round[i], lost = { seconds / runs[i].batch * 1e3, garbage / runs[i].batch }, lost or disturbed
      if here and apart then
         processor.release(0)
      end
   end
   return round, lost
end

-- A round's samples, among the others or, of a disturbed round, apart.
local function keep(runs, round, disturbed)
   for i, run in ipairs(runs) do
      local list = disturbed and run.disturbed or run.samples
      list[#list + 1] = round[i][1]
      run.garbage = math.min(run.garbage, round[i][2]) -- the least: now and then the compiler of Lua adds its own
   end
end

-- The lists of samples of all operations.
local function samples_of(runs)
   local lists = {}
   for i, run in ipairs(runs) do
      lists[i] = run.samples
   end
   return lists
end

-- Disturbed samples among the others, where these are too few to say anything. Gives how many.
local function add_disturbed(runs)
   for _, run in ipairs(runs) do
      for _, one in ipairs(run.disturbed) do
         run.samples[#run.samples + 1] = one
      end
   end
   return #runs[1].disturbed
end

-- Rounds until every median is settled and every comparison decided. When the time is over, they go on only for what is not decided, at
-- most to the end of the extension. Disturbed rounds are done again: they do not count, as long as no more than half of all are, and are
-- used only where there are too few others. Gives how many were done again, and how many are among the samples.
local function rounds(operations, runs, order, options, start, seconds)
   local least, decided = options.samples or (options.decided and LOOK) or LEAST, options.decided or function() return true end
   local look, open = math.max(LOOK, least), options.decided ~= nil
   local stop, last = start + seconds, start + EXTENSION * seconds
   local count, disturbed, done, over = 0, 0, false
   repeat
      local round, bad = one_round(operations, runs, order)
      keep(runs, round, bad)
      count, disturbed = count + 1, disturbed + (bad and 1 or 0)
      local clean, now = count - disturbed, clock.seconds()
      over = now >= stop and (clean >= least or disturbed > clean and count >= least)
      if clean >= look or over and open and clean >= least then
         open = not decided(samples_of(runs))
         look = math.ceil(clean * 1.2)
         done = not open and all_settled(runs)
      end
   until done or over and (not open or now >= last)
   if count - disturbed >= least then
      return disturbed, 0
   end
   return 0, add_disturbed(runs)
end

--- What samples say.
-- @return as `interleaved`, as far as it is known from samples alone
function measure.summary(samples)
   local summary, low, high = statistics.summary(samples), statistics.interval(samples)
   summary.samples, summary.interval, summary.settled = samples, low and { low, high }, uncertainty(samples) <= SETTLED
   return summary
end

--- Times operations against each other in the steady state: after a warm-up of each, rounds in which each gives one sample, in random
-- order, so that a change of the machine's speed meets all of them. Rounds end when the 95 % rank interval of every median is within
-- 1 % of it both ways, or when the time is over. Rounds in which a core was lost or slow (lampas.disturbance) are done again.
-- @param operations a list of functions, called without arguments, or of tables { time = function(calls) → seconds },
--    which make as many calls before those they time; with `sleeps` where our threads sleep meanwhile
-- @param options `seconds`: the most time for warm-up and samples of each (default 1); `samples`: at least so many samples even when they
--    take longer (default 6, the fewest that bracket their median, or 20 with `decided`); `decided`: a function of the lists of samples, of
--    each operation one, that tells whether they say enough of each other: until then up to four times the time is taken
-- @return for each { median, mean, min, max, q25, q75, spread, samples, interval, settled, garbage, redone, disturbed, iterations, batch,
--    warmup }: milliseconds a call, but spread (a share of the median), samples (the list, in ms a call; those of one index are of one
--    round), interval ({ low, high } of the median, nil with fewer than 6 samples), settled (whether that is within 1 %), garbage (bytes
--    of Lua memory a call), redone (rounds done again), disturbed (disturbed rounds among the samples), iterations (calls timed), batch
--    (calls in one sample), warmup (calls before, not timed)
function measure.interleaved(operations, options)
   options = options or {}
   jit.flush() -- what rows before made LuaJIT compile is not in this one's way: a call of microseconds would feel it
   local start = clock.seconds()
   local seconds = (options.seconds or 1) * #operations
   local runs, order, long = {}, {}, sleeps(operations) and LONG_SAMPLE or SAMPLE
   for i, operation in ipairs(operations) do
      local batch, warmup = warm_up(operation, seconds / #operations, long)
      runs[i], order[i] = { batch = batch, warmup = warmup, samples = {}, disturbed = {}, garbage = math.huge }, i
   end
   local redone, disturbed = rounds(operations, runs, order, options, start, seconds)
   local results = {}
   for i, run in ipairs(runs) do
      local result = measure.summary(run.samples)
      result.garbage, result.redone, result.disturbed = run.garbage, redone, disturbed
      result.iterations, result.batch, result.warmup = #run.samples * run.batch, run.batch, run.warmup
      results[i] = result
   end
   return results
end

--- Times one operation in the steady state, as `interleaved`.
function measure.steady(operation, options)
   return measure.interleaved({ operation }, options)[1]
end

--- Times a fixed number of calls by one clock over all of them, after `warmup` untimed ones: the protocol of the published table.
-- @return as `steady`, `mean` being the elapsed time over the calls; the others are of single calls within it
function measure.fixed(operation, iterations, warmup)
   for _ = 1, warmup or 0 do
      operation()
   end
   collectgarbage()
   collectgarbage('stop')
   local samples = {}
   local start = clock.seconds()
   local before = start
   for i = 1, iterations do
      operation()
      local after = clock.seconds()
      samples[i] = (after - before) * 1e3
      before = after
   end
   collectgarbage('restart')
   local result = statistics.summary(samples)
   result.mean = (before - start) * 1e3 / iterations
   result.samples, result.iterations, result.batch, result.warmup = samples, iterations, 1, warmup or 0
   return result
end

return measure
