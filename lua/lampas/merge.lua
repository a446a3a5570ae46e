--- Tables of several machines or runs side by side, row by row.
--
--    local merge = require 'lampas.merge'
--    print(merge.text(merge.tables { merge.load 'a.json', merge.load 'b.json' }))
local baseline = require 'lampas.baseline'
local merged_page = require 'lampas.html.merged'
local text = require 'lampas.text'

local merge = {}

-- A row is the same on all machines by what was run; only where a file has it with several numbers of threads do these count too.
local function key(row, by_threads)
   return table.concat({ row.row_id, row.type, row.mode, row.cold and 'cold' or '', by_threads and row.threads or '' }, ' ')
end

local function has_twice(documents)
   for _, document in ipairs(documents) do
      local seen = {}
      for _, row in ipairs(document.rows) do
         local k = key(row)
         if seen[k] then
            return true
         end
         seen[k] = true
      end
   end
   return false
end

-- Names that tell the machines apart: the file's, without folders and '.json'.
local function name_of(document, i)
   return document.name or ('%d'):format(i)
end

--- Loads one table, as --save and --json write it.
-- @return the document; nil and a message
function merge.load(path)
   local document, message = baseline.load(path)
   if document then
      document.name = path:match('([^/]*)$'):gsub('%.json$', '')
   end
   return document, message
end

--- Puts tables side by side.
-- @param documents a list as `load` gives them; each may have a `name`
-- @return { by_threads = whether rows are told apart by threads,
--    machines = list of { name, environment, limits, noise }, rows = list of { row_id, model, method, parameter, type, mode,
--    threads (of the first that has the row), cold, results = the row of each machine by its number, ratio = its time over the first
--    machine's by its number } }: the rows of the first table in its order, then those that others add
function merge.tables(documents)
   local by_threads, by_key = has_twice(documents), {}
   local merged = { machines = {}, rows = {}, by_threads = by_threads }
   for i, document in ipairs(documents) do
      merged.machines[i] = {
         name = name_of(document, i), environment = document.environment, limits = document.limits, noise = document.noise,
      }
      for _, row in ipairs(document.rows) do
         local k = key(row, by_threads)
         local line = by_key[k]
         if not line then
            line = {
               row_id = row.row_id, model = row.model, method = row.method, parameter = row.parameter, type = row.type, mode = row.mode,
               threads = row.threads, cold = row.cold, results = {}, ratio = {},
            }
            by_key[k], merged.rows[#merged.rows + 1] = line, line
         end
         line.results[i] = row
         local first = line.results[1]
         line.ratio[i] = first and first.ms and row.ms and row.ms / first.ms or nil
      end
   end
   return merged
end

-- The cells of a merged table, the head's first, and how many of a row are labels.
local function cells(merged)
   local head = { 'Model', 'Method', 'Parameter', 'Type', merged.by_threads and 'Threads' or nil }
   local rows, labels = { head }, #head
   for i, machine in ipairs(merged.machines) do
      head[#head + 1] = machine.name .. ' ms'
      head[#head + 1] = i > 1 and 'vs ' .. merged.machines[1].name or nil
   end
   for _, line in ipairs(merged.rows) do
      local row = { line.model or line.row_id, line.method or '', line.parameter or '', line.type,
         merged.by_threads and ('%d'):format(line.threads or 0) or nil }
      for i = 1, #merged.machines do
         local result = line.results[i]
         row[#row + 1] = result and (result.ms and text.number(result.ms) or result.status) or ''
         if i > 1 then
            row[#row + 1] = line.ratio[i] and text.brief(1 / line.ratio[i]) .. '×' or ''
         end
      end
      rows[#rows + 1] = row
   end
   return rows, labels
end

local function machine_lines(merged)
   local lines = {}
   for _, machine in ipairs(merged.machines) do
      local e = machine.environment or {}
      lines[#lines + 1] = ('%s: %s, instruction set %s, %s threads, commit %s'):format(machine.name, e.processor or 'unknown', e.level or 'unknown',
         e.threads or '?', e.commit or 'unknown')
   end
   lines[#lines + 1] = merged.machines[2] and ('vs %s: how many times faster than it'):format(merged.machines[1].name) or nil
   return lines
end

--- A merged table as aligned text: a line for each machine, then the rows.
function merge.text(merged)
   local rows, labels = cells(merged)
   local widths, lines = {}, machine_lines(merged)
   for _, row in ipairs(rows) do
      for c, cell in ipairs(row) do
         widths[c] = math.max(widths[c] or 0, text.width(cell))
      end
   end
   lines[#lines + 1] = ''
   for _, row in ipairs(rows) do
      local padded = {}
      for c, cell in ipairs(row) do
         padded[c] = text.pad(cell, widths[c], c > labels and 'right' or 'left')
      end
      lines[#lines + 1] = (table.concat(padded, '  '):gsub('%s+$', ''))
   end
   return table.concat(lines, '\n') .. '\n'
end

--- A merged table as a page of HTML that needs nothing else.
function merge.html(merged)
   return merged_page(merged)
end

--- A merged table in Markdown.
function merge.markdown(merged)
   local rows, labels = cells(merged)
   local lines = {}
   for i, line in ipairs(machine_lines(merged)) do
      lines[i] = '- ' .. line
   end
   lines[#lines + 1] = ''
   for i, row in ipairs(rows) do
      local rules = {}
      for c, cell in ipairs(row) do
         row[c], rules[c] = cell:gsub('|', '\\|'), c > labels and '--:' or ':--'
      end
      lines[#lines + 1] = '| ' .. table.concat(row, ' | ') .. ' |'
      lines[#lines + 1] = i == 1 and '|' .. table.concat(rules, '|') .. '|' or nil
   end
   return table.concat(lines, '\n') .. '\n'
end

return merge
