--- Runs kept in a file, and later runs beside them.
local dkjson = require 'dkjson'
local margins = require 'lampas.margin'
local statistics = require 'lampas.statistics'
local text = require 'lampas.text'
local verdict = require 'lampas.verdict'

local baseline = {}

local REPEATS = 5          -- of a row that looks slower: what else a shared machine does may last for a while
local LIMITS_APART = 0.05  -- the share by which limits of one machine differ before it is worth a line
local FORMAT = 'lampas-benchmark-1'
local ENVIRONMENT = { 'processor', 'cores', 'level', 'threads', 'blas.name', 'blas.flavour', 'blas.kernel', 'luajit', 'system', 'commit' }

local function key(row)
   local words = { tostring(row.row_id), tostring(row.type), tostring(row.mode), ('%d'):format(row.threads or 0), row.cold and 'cold' or '' }
   return table.concat(words, ' ')
end

--- Loads a file that --save or --json wrote.
-- @return its tables, `by_key` being its rows by what `baseline.row` looks for; or nil and a message
function baseline.load(path)
   local file, problem = io.open(path, 'r')
   if not file then
      return nil, 'cannot read ' .. problem
   end
   local content = file:read('*a')
   file:close()
   local document = content and dkjson.decode(content)
   if type(document) ~= 'table' or document.format ~= FORMAT or type(document.rows) ~= 'table' then
      return nil, ('%s is not what --save writes (format %s)'):format(path, FORMAT)
   end
   document.by_key = {}
   for _, row in ipairs(document.rows) do
      document.by_key[key(row)] = row
   end
   return document
end

--- The row of a baseline that a result is to be compared with; nil when it has none.
function baseline.row(document, result)
   return document.by_key[key(result)]
end

local function field(value, path)
   for name in path:gmatch('[^.]+') do
      value = type(value) == 'table' and value[name] or nil
   end
   return value
end

-- What the machine could do then and now, where that is not the same: what else runs on it shows here too.
local function limits_apart(then_, now)
   local lines = {}
   local function add(name, before, after)
      if before and after and math.abs(after / before - 1) > LIMITS_APART then
         lines[#lines + 1] = ('%s: %s then, %s now'):format(name, text.brief(before / 1e9), text.brief(after / 1e9))
      end
   end
   for _, type in ipairs { 'float', 'double' } do
      add('GFLOP/s in ' .. type, field(then_, 'flops.' .. type), field(now, 'flops.' .. type))
   end
   for i, level in ipairs(now.copy or {}) do
      local before = field(then_, 'copy') and then_.copy[i]
      add('GB/s in ' .. level.name, before and before.name == level.name and before.rate, level.rate)
   end
   return lines
end

--- How two environments differ: what they do not share is not what a row's change need come from.
-- @param then_, now as machine.describe gives them
-- @return a list of sentences, empty where they are the same
function baseline.differences(then_, now)
   local lines = {}
   for _, path in ipairs(ENVIRONMENT) do
      local before, after = field(then_, path), field(now, path)
      if before ~= after then
         lines[#lines + 1] = ('%s: %s then, %s now'):format(path, tostring(before), tostring(after))
      end
   end
   return lines
end

local function times(row)
   local low, high = statistics.interval(row.samples or {})
   local interval = row.passes_ms or low and { low, high }
   return { median_ms = row.median_ms, interval_ms = interval, rounds = #(row.samples or {}), disturbed = row.disturbed }
end

-- Whether a row looks slower, be it that slow cores may be why.
local function is_slower(result)
   local before = result.before
   return before and (before.verdict == 'slower' or before.disturbed and before.ratio > 1 + before.margin)
end

--- Sets a result beside its row in a baseline.
-- @param margin the shares within which two times are the same (lampas.margin)
-- @param result gets `before`: { ms, ratio, low, high, verdict, margin, more } (lampas.verdict; only ms where samples are too few),
--    nothing where the baseline has no such row or no time for it
function baseline.compare(document, result, margin)
   local row = baseline.row(document, result)
   if row and row.ms and result.ms then
      result.before = verdict.apart(times(result), times(row), margins.of(margin, result)) or {}
      result.before.ms = row.ms
   end
end

--- The shares within which two times are the same (lampas.margin): the noise of both runs or the threshold, whichever is largest.
-- @param noise as noise.floor gives it, or nil
function baseline.margin(document, noise, threshold)
   return margins.new(threshold, noise, document.noise)
end

--- Lines for the head of a table: what the rows are compared with.
-- @param environment, limits of this run
function baseline.header(document, environment, limits, margin)
   local lines = { ('baseline    %s rows; a change up to %s is none'):format(#document.rows, margins.words(margin)) }
   for _, list in ipairs { baseline.differences(document.environment, environment), limits_apart(document.limits, limits) } do
      for _, line in ipairs(list) do
         lines[#lines + 1] = 'differs     ' .. line
      end
   end
   return lines
end

--- Runs every row of a run that is kept once more: what is luck in one pass (where tensors lie, what else the machine does) is different in
-- the next, and `passes_ms`, from the least to the most that the interval of either holds, is what a later run is compared with.
-- @param results the list; a row whose rounds were disturbed is given up for one whose were not
-- @param run function(i) → the result of row i, run again
function baseline.twice(results, run)
   for i, result in ipairs(results) do
      local next_ = result.interval_ms and run(i)
      if next_ and next_.interval_ms then
         local before, after = result.disturbed or 0, next_.disturbed or 0
         if before > 0 and after == 0 then
            results[i] = next_
         elseif after <= before then
            local a, b = result.interval_ms, next_.interval_ms
            result.passes_ms = { math.min(a[1], b[1]), math.max(a[2], b[2]) }
         end
      end
   end
end

--- Runs the rows that look slower again, all in turn, and keeps the fastest run of each: something else on the machine makes rows
-- slower for a while, a change of the code does so each time.
-- @param results the list; a faster run takes the place of the one before
-- @param run function(i) → the result of row i, run again
-- @return the places of rows that were run again
function baseline.confirm(document, results, run, margin)
   local doubtful = {}
   for i, result in ipairs(results) do
      doubtful[#doubtful + 1] = is_slower(result) and i or nil
   end
   for _ = 1, REPEATS do
      for _, i in ipairs(doubtful) do
         local next_ = is_slower(results[i]) and run(i)
         if next_ and next_.ms and next_.ms < results[i].ms then
            baseline.compare(document, next_, margin)
            results[i] = next_
         end
      end
   end
   return doubtful
end

return baseline
