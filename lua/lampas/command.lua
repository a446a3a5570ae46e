--- What the benchmark scripts do: read options, run rows, print and write the table.
local cases = require 'lampas.cases'
local files = require 'lampas.files'
local options = require 'lampas.options'
local published = require 'lampas.published'

local command = {}

local FORMATS = { 'markdown', 'csv', 'json' }

local function complain(script, message)
   io.stderr:write(('%s: %s\n'):format(script, message))
end

-- The rows that the script and its filter name; the extra case is none of the seed protocol's.
local function select_rows(family, parsed)
   local rows = {}
   for _, row in ipairs(cases.rows(family)) do
      local known = published.row(parsed.machine, row.row_id)
      local label = ('%s %s %s'):format(known.model, known.method, known.parameter)
      if options.matches(parsed.filter, { row.row_id, label }) and not (row.case.extra and parsed.mode == 'seed') then
         row.label = label
         rows[#rows + 1] = row
      end
   end
   return rows
end

local function list(rows)
   for _, row in ipairs(rows) do
      print(('%-36s %s%s'):format(row.row_id, row.label, row.case.extra and ' (as the Caffe columns ran it)' or ''))
   end
   return 0
end

local function unwritable(parsed)
   for _, format in ipairs(FORMATS) do
      if parsed[format] then
         local ok, message = files.writable(parsed[format])
         if not ok then
            return message
         end
      end
   end
   return nil
end

-- Runs of rows of one group: they share a heading.
local function groups(rows, types)
   local result, current = {}, nil
   for _, row in ipairs(rows) do
      local model = published.row('E3', row.row_id).model
      if not current or current.model ~= model then
         current = { model = model, rows = {}, labels = {} }
         result[#result + 1] = current
      end
      current.rows[#current.rows + 1] = row
      for _, type in ipairs(types) do
         current.labels[#current.labels + 1] = { row_id = row.row_id, type = type, status = '' }
      end
   end
   return result
end

-- Runs all rows, each printed as it is done; gives the results and the header's lines.
local function run(script, rows, parsed)
   local machine, progress, report = require 'lampas.machine', require 'lampas.progress', require 'lampas.report'
   local library, runner = require 'lampas.library', require 'lampas.runner'
   if parsed.threads then
      library.engine.lampas_threads_set(parsed.threads)
   end
   progress.show('measuring the machine')
   local environment, limits = machine.describe(), machine.limits()
   local settings = { script = script, mode = parsed.mode, time = parsed.time, quick = parsed.quick, machine = parsed.machine, limits = limits }
   local header = report.header(environment, limits, settings)
   progress.clear()
   print(table.concat(header, '\n'))
   local results, total = {}, #rows * #parsed.types
   local printed = report.new(parsed.machine, print)
   for _, group in ipairs(groups(rows, parsed.types)) do
      printed:group(group.labels)
      for _, row in ipairs(group.rows) do
         for _, type in ipairs(parsed.types) do
            progress.show(('[%d/%d] %s %s'):format(#results + 1, total, row.row_id, type))
            local result = runner.row(row, type, settings)
            results[#results + 1] = result
            progress.clear()
            printed:row(result)
            io.stdout:flush()
         end
      end
   end
   printed:finish()
   print(table.concat(report.summary(results, parsed.machine), '\n'))
   return { environment = environment, limits = limits, settings = settings, rows = results, header = header }
end

local encoders = {
   csv = function(run_) return require('lampas.csv').encode(run_.rows) end,
   markdown = function(run_) return require('lampas.markdown').encode(run_.rows, run_.header) end,
   json = function(run_)
      local s = run_.settings
      return require('lampas.json').encode {
         environment = run_.environment, limits = run_.limits, rows = run_.rows,
         settings = { script = s.script, mode = s.mode, time = s.time, quick = s.quick or false },
      }
   end,
}

local function write_files(script, parsed, done)
   local code = 0
   for _, format in ipairs(FORMATS) do
      if parsed[format] then
         local ok, message = files.write(parsed[format], encoders[format](done))
         if not ok then
            complain(script, message)
            code = 1
         end
      end
   end
   return code
end

--- Runs a script.
-- @param script its name without '.lua'
-- @param family the cases it runs (cases.rows); nil for all
-- @param arguments a list of strings
-- @return the exit code: 0, 1 when a row was wrong or failed or a file could not be written, 2 for a wrong option
function command.main(script, family, arguments)
   local parsed, message = options.parse(script, arguments)
   if not parsed then
      complain(script, message)
      return 2
   end
   local rows = select_rows(family, parsed)
   if #rows == 0 then
      complain(script, ("--filter: no row contains '%s'; --list names them"):format(parsed.filter))
      return 2
   end
   if parsed.list then
      return list(rows)
   end
   message = unwritable(parsed)
   if message then
      complain(script, message)
      return 2
   end
   local done = run(script, rows, parsed)
   local code = write_files(script, parsed, done)
   for _, result in ipairs(done.rows) do
      if result.status == 'wrong' or result.status == 'failed' then
         code = 1
      end
   end
   return code
end

return command
