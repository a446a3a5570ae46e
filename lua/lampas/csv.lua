--- The table as comma-separated values: one line a row, after one line of names.
--
-- `row_id`, `type`, `mode`, `threads`, `status` and so on name the row; times are milliseconds a call, `low_ms` and `high_ms` the 95 % interval
-- of the median; `spread` and `limit_share` are shares, `error` is that of the check. Then come
--    the labels, and where a suite stands beside published columns every figure as printed, with `speedup_<machine>_Torch`;
--    before_…   of a run beside a baseline, against_… beside another way, and `<rival>_…` and `<rival>_own_layout_…` of each rival:
--       ms (the other time), ratio (our time over it), low and high (the 95 % interval of the ratio), verdict (faster, slower, same, unknown:
--       ours beside it);
--    message    what went wrong.
-- A cell is empty where there is nothing to say.
local published = require 'lampas.published'

local csv = {}

local FIELDS = {
   'row_id', 'type', 'mode', 'threads', 'status', 'median_ms', 'low_ms', 'high_ms', 'mean_ms', 'min_ms', 'max_ms', 'spread', 'iterations', 'batch',
   'error', 'entries', 'flops', 'bytes', 'gflops', 'gbs', 'limit_share', 'bound', 'redone', 'disturbed', 'garbage_bytes', 'held_bytes',
   'parameter_bytes', 'thread_speedup', 'thread_efficiency',
}

local function quote(value)
   if value == nil then
      return ''
   end
   if type(value) == 'number' then
      return value % 1 == 0 and math.abs(value) < 2 ^ 53 and ('%d'):format(value) or ('%.6g'):format(value)
   end
   return value:find('[",\n]') and '"' .. value:gsub('"', '""') .. '"' or value
end

-- What stands beside our time: { name, of(result) → the other time, and a verdict (lampas.verdict) on ours }.
local function comparisons(style)
   local list = {}
   for _, field in ipairs { style.compared and 'before' or nil, style.against and 'against' or nil } do
      list[#list + 1] = {
         name = field,
         of = function(result) return result[field] and result[field].ms, result[field] end,
      }
   end
   for _, rival in ipairs(style.rivals or {}) do
      for _, variant in ipairs { 'plain', rival.layouts and 'preferred' or nil } do
         list[#list + 1] = {
            name = variant == 'plain' and rival.name or rival.name .. '_own_layout',
            of = function(result)
               local figure = result.rivals and result.rivals[rival.name]
               if figure then
                  return figure[variant], figure[variant .. '_verdict']
               end
            end,
         }
      end
   end
   return list
end

local function names(machines, beside)
   local list = { 'model', 'method', 'parameter' }
   for _, machine in ipairs(machines) do
      for _, system in ipairs(published.systems) do
         list[#list + 1] = machine .. '_' .. system
      end
      list[#list + 1] = 'speedup_' .. machine .. '_Torch'
   end
   for _, other in ipairs(beside) do
      for _, field in ipairs { 'ms', 'ratio', 'low', 'high', 'verdict' } do
         list[#list + 1] = other.name .. '_' .. field
      end
   end
   list[#list + 1] = 'message'
   return list
end

-- The label, the published figures of the machines and the speed-ups, what stands beside, in the order of `names`.
local function more_cells(result, machines, beside)
   local row = machines[1] and published.row(machines[1], result.row_id)
   local cells = { row and row.model or result.model, result.method, row and row.parameter or result.parameter }
   local n = 3
   for _, machine in ipairs(machines) do
      row = published.row(machine, result.row_id)
      for _, system in ipairs(published.systems) do
         n = n + 1
         cells[n] = row and row.figures[system] and row.figures[system].text
      end
      n = n + 1
      cells[n] = published.speedup(row, 'Torch', result.ms)
   end
   for _, other in ipairs(beside) do
      local ms, verdict = other.of(result)
      verdict = verdict or {}
      cells[n + 1], cells[n + 2], cells[n + 3], cells[n + 4], cells[n + 5] = ms, verdict.ratio, verdict.low, verdict.high, verdict.verdict
      n = n + 5
   end
   cells[n + 1] = result.message
   return cells, n + 1
end

-- What a field of FIELDS holds: the row's own, or an end of its interval.
local function own(result, field)
   local interval = result.interval_ms or {}
   if field == 'low_ms' or field == 'high_ms' then
      return interval[field == 'low_ms' and 1 or 2]
   end
   return result[field]
end

--- The whole file's text.
-- @param results as runner.row gives them
-- @param machine nil for a table without published columns
-- @param style optional: what rows stand beside (lampas.columns: compared, against, rivals)
function csv.encode(results, machine, style)
   local machines = machine and published.machines or {}
   local beside = comparisons(style or {})
   local lines = { table.concat(FIELDS, ',') .. ',' .. table.concat(names(machines, beside), ',') }
   for _, result in ipairs(results) do
      local cells = {}
      for i, field in ipairs(FIELDS) do
         cells[i] = quote(own(result, field))
      end
      local more, n = more_cells(result, machines, beside)
      for i = 1, n do
         cells[#FIELDS + i] = quote(more[i])
      end
      lines[#lines + 1] = table.concat(cells, ',')
   end
   return table.concat(lines, '\n') .. '\n'
end

return csv
