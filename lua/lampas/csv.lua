--- The table as comma-separated values: one line a row, after one line of names.
local published = require 'lampas.published'

local csv = {}

local FIELDS = {
   'row_id', 'type', 'mode', 'threads', 'status', 'median_ms', 'mean_ms', 'min_ms', 'max_ms', 'spread', 'iterations', 'batch', 'error',
   'entries', 'flops', 'bytes', 'gflops', 'gbs', 'limit_share', 'bound', 'redone', 'disturbed', 'garbage_bytes', 'held_bytes',
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

local function names(machines, rivals)
   local list = { 'model', 'method', 'parameter' }
   for _, machine in ipairs(machines) do
      for _, system in ipairs(published.systems) do
         list[#list + 1] = machine .. '_' .. system
      end
      list[#list + 1] = 'speedup_' .. machine .. '_Torch'
   end
   for _, rival in ipairs(rivals) do
      list[#list + 1] = rival.name .. '_ms'
      list[#list + 1] = rival.name .. '_own_layout_ms'
   end
   list[#list + 1] = 'message'
   return list
end

-- The label, the published figures of the machines and the speed-ups, the rivals' times, in the order of `names`.
local function more_cells(result, machines, rivals)
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
   for _, rival in ipairs(rivals) do
      local figure = result.rivals and result.rivals[rival.name] or {}
      cells[n + 1], cells[n + 2] = figure.plain, figure.preferred
      n = n + 2
   end
   cells[n + 1] = result.message
   return cells, n + 1
end

--- The whole file's text.
-- @param results as runner.row gives them
-- @param machine nil for a table without published columns
-- @param rivals optional: adapters of rivals, whose times in ms follow
-- @return text: row_id, type, mode and so on; milliseconds a call, `spread` and `limit_share` as shares, `error` of the check; then the
--    labels, and every published figure as printed, empty where there is none
function csv.encode(results, machine, rivals)
   local machines = machine and published.machines or {}
   rivals = rivals or {}
   local lines = { table.concat(FIELDS, ',') .. ',' .. table.concat(names(machines, rivals), ',') }
   for _, result in ipairs(results) do
      local cells = {}
      for i, field in ipairs(FIELDS) do
         cells[i] = quote(result[field])
      end
      local more, n = more_cells(result, machines, rivals)
      for i = 1, n do
         cells[#FIELDS + i] = quote(more[i])
      end
      lines[#lines + 1] = table.concat(cells, ',')
   end
   return table.concat(lines, '\n') .. '\n'
end

return csv
