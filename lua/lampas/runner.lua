--- Runs rows: builds a case, checks it against its reference, and only then times it.
local torch = require 'torch'
local buffers = require 'lampas.buffers'
local cold = require 'lampas.cold'
local cost = require 'lampas.cost'
local instance = require 'lampas.instance'
local machine = require 'lampas.machine'
local margin = require 'lampas.margin'
local measure = require 'lampas.measure'
local parts = require 'lampas.parts'
local placements = require 'lampas.placements'
local reference = require 'lampas.reference'
local rivals = require 'lampas.rivals'
local statistics = require 'lampas.statistics'
local verdicts = require 'lampas.verdict'
local verify = require 'lampas.verify'

local runner = {}

local BYTES = { float = 4, double = 8 }
local SEED = 100            -- of the published harness
local SEED_ITERATIONS = 10  -- its number of calls
local MARGIN = margin.new(0.03) -- within which times side by side are the same, where settings do not say
local ROUNDS = 20           -- beside another way: few samples may agree by chance
local AGAIN = 1 / 3         -- of the time for each further placement

--- What a row costs at least: { flops (nil when memory alone counts), bytes }.
function runner.cost(self, method)
   if parts.is(method) then
      return parts.cost(self, method, runner.cost(self, 'forward'))
   end
   local layer = reference.of(torch.typename(self.module))
   return layer and layer.cost(reference.geometry(layer, self), BYTES[self.type])[method] or cost.of(self, method)
end

--- Times a case as the published harness did: fresh, from its seed, with its warm-up or none.
function runner.seed(case, method, type)
   torch.manualSeed(SEED)
   local self = instance.new(case, type, 'seed')
   local forward = instance.operation(self, 'forward')
   if method == 'forward' then
      return measure.fixed(forward, SEED_ITERATIONS, case.seed.warmup)
   end
   for _ = 1, case.seed.forwards do
      forward()
   end
   instance.prepare(self)
   return measure.fixed(instance.operation(self, 'backward'), SEED_ITERATIONS, 0)
end

-- Rates and the share of what the machine can do, from the row's headline time.
-- @param least seconds at least, nil where nothing is known
local function rate(result, least)
   local seconds = result.ms / 1e3
   result.gflops = result.flops and result.flops / seconds / 1e9
   result.gbs = result.bytes and result.bytes / seconds / 1e9
   result.limit_share = least and least / seconds
end

-- Everything that is known from samples alone (measure.summary).
local function add_summary(result, times, mode)
   result.ms = mode == 'seed' and times.mean or times.median
   result.median_ms, result.mean_ms, result.min_ms, result.max_ms = times.median, times.mean, times.min, times.max
   result.spread, result.samples, result.interval_ms, result.settled = times.spread, times.samples, times.interval, times.settled
end

local function add_times(result, times, mode)
   add_summary(result, times, mode)
   result.iterations, result.batch, result.garbage_bytes = times.iterations, times.batch, times.garbage
   result.redone, result.disturbed = times.redone, times.disturbed
end

-- The call that a row times.
local function operation_of(self, method, settings)
   local function make(one)
      return parts.is(method) and parts.operation(one, method) or instance.operation(one, method)
   end
   return settings.cold and (cold.operation(self, make)) or make(self)
end

--- Times an operation that has been checked, and sets the time beside the machine's limit.
-- @param result { type, status, flops, bytes, … }: gets mode, threads and, unless its status is 'wrong', the times and rates
-- @param operation called without arguments; it has been called before
-- @param settings { mode, time, quick, limits }
-- @param options optional { fresh: gives the times (lampas.measure) instead of `operation` in the steady state; others: a list of tables
--    with `run`, timed in turn with it, which get `ms` and `samples`; rounds: at least so many }
function runner.time(result, operation, settings, options)
   options = options or {}
   local least, by = machine.bound(settings.limits, result.type, result.flops, result.bytes)
   result.bound = by
   result.mode, result.threads, result.cold = settings.mode, settings.limits.threads, settings.cold
   if result.status == 'wrong' then
      return result
   elseif options.fresh then
      add_times(result, options.fresh(), settings.mode)
   else
      local operations, others = { operation }, options.others or {}
      for i, other in ipairs(others) do
         operations[1 + i] = other.run
      end
      local times = measure.interleaved(operations, { seconds = settings.time, samples = options.rounds })
      add_times(result, times[1], settings.mode)
      for i, other in ipairs(others) do
         other.ms, other.samples = times[1 + i].median, times[1 + i].samples
      end
   end
   rate(result, least)
   return result
end

-- An instance's operation, and the same in another way (lampas.against).
local function both_ways(self, operation, method, settings)
   local other, ours = settings.against.prepare(self, operation, function(one) return operation_of(one, method, settings) end, method)
   return ours or operation, other
end

-- What ours and the other way are to each other. As long as they do not look the same, both get new tensors.
local function verdict_against(result, self, method, settings, other)
   local function again()
      self = instance.clone(self)
      local operation = operation_of(self, method, settings)
      operation()
      local times = measure.interleaved({ both_ways(self, operation, method, settings) }, { seconds = settings.time * AGAIN })
      return { times[1].samples, times[2].samples }
   end
   local found, ours, theirs = placements.verdict({ result.samples, other.samples }, again, margin.of(settings.margin or MARGIN, result))
   add_summary(result, measure.summary(ours), settings.mode)
   found.name, found.ms = settings.against.name, statistics.median(theirs)
   return found
end

-- Times an instance beside rivals and another way; result.rivals and result.against get their figures.
local function time_beside(result, self, method, settings)
   local entries, close = rivals.prepare(not parts.is(method) and settings.rivals or {}, self, method) -- which know whole methods
   local others, operation = {}, operation_of(self, method, settings)
   for _, entry in ipairs(entries) do
      others[#others + 1] = entry.run and entry or nil
   end
   local other
   if settings.against then
      other = {}
      operation, other.run = both_ways(self, operation, method, settings)
      others[#others + 1] = other
   end
   runner.time(result, operation, settings, { others = others, rounds = other and ROUNDS })
   close()
   for _, entry in ipairs(result.samples and entries or {}) do
      entry.verdict = entry.run and verdicts.paired(result.samples, entry.samples, margin.of(settings.margin or MARGIN, result))
   end
   result.rivals = #entries > 0 and rivals.figures(entries) or nil
   result.against = other and verdict_against(result, self, method, settings, other)
   return result
end

--- Checks and times an instance.
-- @param settings { mode, time, quick, limits, cold = true for inputs from memory, rivals = a list (lampas.rivals) or nil,
--    against = another way (lampas.against) or nil, margin = the shares within which it is the same (lampas.margin) }
-- @param fresh optional: called without arguments once the check has passed, gives the times instead of those of the steady state
-- @return { type, method, mode, threads, status, message, error, entries, flops, bytes, ms, median_ms, mean_ms, min_ms, max_ms, spread,
--    iterations, batch, samples, interval_ms, settled, redone, disturbed, garbage_bytes (a call), held_bytes, parameter_bytes
--    (lampas.buffers), gflops, gbs, limit_share, bound }; status is 'checked' (against a reference), 'differentiated' (no
--    reference; the gradients of the small sample agree with finite differences), 'unchecked' (neither applies), or 'wrong', and
--    then there is no time; beside rivals also `rivals`, their figures, and beside another way `against`: { name, ms, and what lampas.verdict
--    says of ours beside it }
function runner.measure(self, method, settings, fresh)
   local verdict, good = verify.judge(self, method, settings.quick)
   local least = runner.cost(self, method)
   local result = {
      type = self.type, method = method, flops = least.flops, bytes = least.bytes,
      status = not verdict and 'unchecked' or verdict.ok and good or 'wrong',
   }
   if verdict then
      result.error, result.entries, result.message = verdict.error, verdict.entries, verdict.message
   end
   result.held_bytes, result.parameter_bytes = buffers.held(self)
   local beside = settings.against or settings.rivals and #settings.rivals > 0
   if beside and result.status ~= 'wrong' and not fresh then
      return time_beside(result, self, method, settings)
   end
   return runner.time(result, operation_of(self, method, settings), settings, { fresh = fresh })
end

-- The instance of the check is given up before a seed-mode row is built afresh.
local function run(row, type, settings)
   local self = instance.new(row.case, type, 'steady')
   if parts.is(row.method) and not parts.has(self, row.method) then
      return nil
   end
   local fresh
   if settings.mode == 'seed' then
      fresh = function()
         for field in pairs(self) do
            self[field] = nil
         end
         collectgarbage()
         collectgarbage()
         return runner.seed(row.case, row.method, type)
      end
   end
   return runner.measure(self, row.method, settings, fresh)
end

--- Runs one row in safety.
-- @param row { row_id, method, and optionally model, parameter and case }, which the result gets
-- @param type 'float' or 'double'
-- @param settings { mode, time, quick, limits }
-- @param work function(row, type, settings) → result
-- @return the result, status 'failed' and a message when an error was raised; nil where `work` has nothing to do
function runner.guard(row, type, settings, work)
   local ok, result = pcall(work, row, type, settings)
   if ok and not result then
      return nil
   elseif not ok then
      result = {
         status = 'failed', message = tostring(result):match('[^\n]+'), type = type, mode = settings.mode, threads = settings.limits.threads,
      }
   end
   result.row_id, result.case_id, result.method = row.row_id, row.case and row.case.id, row.method
   result.model, result.parameter = row.model, row.parameter
   collectgarbage() -- twice: finalisers of the first round let go of native memory in the second
   collectgarbage()
   return result
end

--- Runs the row of a case.
-- @param row { case, method, row_id } (cases.rows)
-- @return as `measure`, with what `guard` adds; nil for a part (lampas.parts) that the layer has not
function runner.row(row, type, settings)
   return runner.guard(row, type, settings, run)
end

return runner
