--- Runs kept in a file, and later runs beside them.
local dkjson = require 'dkjson'
local statistics = require 'lampas.statistics'
local verdict = require 'lampas.verdict'

local baseline = {}

local REPEATS = 2 -- of a row that looks slower
local FORMAT = 'lampas-benchmark-1'
local ENVIRONMENT = { 'processor', 'cores', 'level', 'threads', 'blas.name', 'blas.flavour', 'blas.kernel', 'luajit', 'system', 'commit' }

local function key(row)
   return table.concat({ row.row_id, row.type, row.mode, ('%d'):format(row.threads or 0), row.cold and 'cold' or '' }, ' ')
end

--- Loads a file that --save or --json wrote.
-- @return its tables, `by_key` being its rows by what `baseline.row` looks for; or nil and a message
function baseline.load(path)
   local file, problem = io.open(path, 'r')
   if not file then
      return nil, 'cannot read ' .. problem
   end
   local text = file:read('*a')
   file:close()
   local document = text and dkjson.decode(text)
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
   return { median_ms = row.median_ms, interval_ms = low and { low, high }, rounds = #(row.samples or {}) }
end

--- Sets a result beside its row in a baseline.
-- @param margin the share within which two times are the same: the noise floor or the threshold, whichever is larger
-- @param result gets `before`: { ms, ratio, low, high, verdict, margin, more } (lampas.verdict; only ms where samples are too few),
--    nothing where the baseline has no such row or no time for it
function baseline.compare(document, result, margin)
   local row = baseline.row(document, result)
   if row and row.ms and result.ms then
      result.before = verdict.apart(times(result), times(row), margin) or {}
      result.before.ms = row.ms
   end
end

--- The share within which two times are the same: the noise of both runs or the threshold, whichever is largest.
-- @param noise as noise.floor gives it
function baseline.margin(document, noise, threshold)
   return math.max(threshold, noise.floor, field(document, 'noise.floor') or 0)
end

--- Lines for the head of a table: what the rows are compared with.
-- @param environment of this run
function baseline.header(document, environment, margin)
   local lines = { ('baseline    %s rows; a change up to %.1f%% is none'):format(#document.rows, 100 * margin) }
   for _, line in ipairs(baseline.differences(document.environment, environment)) do
      lines[#lines + 1] = 'differs     ' .. line
   end
   return lines
end

--- Runs a row and sets it beside its baseline. A row that looks slower is run again, and its fastest run counts: something else on the
-- machine makes a row slower for a while, a change of the code does so each time.
-- @param run called without arguments, gives the result; nil where there is nothing to run
function baseline.measure(document, run, margin)
   local best = run()
   for repeats = 0, REPEATS do
      if not best then
         return nil
      end
      baseline.compare(document, best, margin)
      if repeats == REPEATS or not best.before or best.before.verdict ~= 'slower' then
         return best
      end
      local next_ = run()
      if next_ and next_.ms and next_.ms < best.ms then
         best = next_
      end
   end
end

--- A sentence about all rows, and whether any is slower.
function baseline.summary(results)
   local count, compared = { faster = 0, slower = 0, same = 0, unknown = 0 }, 0
   for _, result in ipairs(results) do
      local word = result.before and (result.before.verdict or 'unknown')
      if word then
         count[word], compared = count[word] + 1, compared + 1
      end
   end
   local line = ("%d rows beside the baseline: %d faster, %d slower, %d the same, %d can't tell"):format(compared, count.faster, count.slower,
      count.same, count.unknown)
   if compared < #results then
      line = line .. ('; %d rows are not in it'):format(#results - compared)
   end
   return line, count.slower > 0
end

return baseline
