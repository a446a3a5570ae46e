--- Timing of one operation: samples long enough for the clock, after a warm-up, with Lua's collector out of the way.
local clock = require 'lampas.clock'
local statistics = require 'lampas.statistics'

local measure = {}

local SAMPLE = 1e-3     -- seconds: a shorter operation is called several times for one sample
local STABLE = 0.03     -- the warm-up ends when the best time stops falling by more than this
local WARM_ROUNDS = 3   -- over so many rounds
local WARM_SHARE = 0.25 -- or after this share of the time

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

-- A sample is never interrupted by a collection; the garbage it made goes between samples.
local function sample(operation, calls)
   collectgarbage('stop')
   local seconds = timed(operation, calls)
   collectgarbage('restart')
   collectgarbage('step')
   return seconds
end

-- Calls until the best of the last rounds is no longer better than the best before, or the time is over.
-- Gives the number of calls that make a sample, and the calls made.
local function warm_up(operation, seconds)
   local stop = clock.seconds() + seconds * WARM_SHARE
   local calls, total, best, since = 1, 0, math.huge, 0
   repeat
      local each = sample(operation, calls) / calls
      total = total + calls
      if each < best * (1 - STABLE) then
         since = 0
      else
         since = since + 1
      end
      best = math.min(best, each)
      local wanted = math.max(1, math.ceil(SAMPLE / math.max(best, 1e-9)))
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

--- Times operations against each other in the steady state: after a warm-up of each, rounds in which each gives one sample, in random
-- order, so that a change of the machine's speed meets all of them.
-- @param operations a list of functions, called without arguments, or of tables { time = function(calls) → seconds }
-- @param options `seconds`: the time for warm-up and samples of each (default 1); `samples`: at least so many samples even when they
--    take longer (default 5)
-- @return for each { median, mean, min, max, q25, q75, spread, samples, iterations, batch, warmup }: milliseconds a call, but spread (a share
--    of the median), samples (the list, in ms a call), iterations (calls timed), batch (calls in one sample), warmup (calls before)
function measure.interleaved(operations, options)
   options = options or {}
   local least, start = options.samples or 5, clock.seconds()
   local seconds = (options.seconds or 1) * #operations
   local runs, order = {}, {}
   for i, operation in ipairs(operations) do
      local batch, warmup = warm_up(operation, seconds / #operations)
      runs[i], order[i] = { batch = batch, warmup = warmup, samples = {} }, i
   end
   repeat
      for _, i in ipairs(in_random_order(order)) do
         local run = runs[i]
         run.samples[#run.samples + 1] = sample(operations[i], run.batch) / run.batch * 1e3
      end
   until #runs[1].samples >= least and clock.seconds() - start >= seconds
   local results = {}
   for i, run in ipairs(runs) do
      local result = statistics.summary(run.samples)
      result.samples, result.iterations, result.batch, result.warmup = run.samples, #run.samples * run.batch, run.batch, run.warmup
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
