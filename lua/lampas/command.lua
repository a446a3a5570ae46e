--- What the benchmark scripts do: read options, run the rows of a suite, print and write the table.
--
-- A suite (lampas.suites.*) is a table of
--    script, description, example   the script's name without '.lua', its help, an example of --filter
--    types, time, quick             the element types and seconds a row by default, and the seconds with --quick
--    published                      true: rows stand beside the published columns, and --mode and --machine are options
--    rivals                         true: --rivals is an option
--    layers                         true: its rows are layers, and --parts and --cold are options
--    flags                          optional: a list of { name, description } of options of its own
--    columns                        how its table differs from the usual one (lampas.columns)
--    rows(parsed)                   the rows for these options, in order: { row_id, label, heading (rows of one heading stand together),
--                                   listed (what --list prints), … }
--    run(row, type, settings)       the result of one row, as runner.row gives; it may have `details`, lines to be printed below it.
--                                   settings.parsed are the options
--    summary(results, parsed)       lines below the table
local again = require 'lampas.again'
local baseline = require 'lampas.baseline'
local files = require 'lampas.files'
local formats = require 'lampas.formats'
local margin = require 'lampas.margin'
local options = require 'lampas.options'
local verdict = require 'lampas.verdict'

local command = {}

local FORMATS = { 'save', unpack(formats.names) }

local function complain(script, message)
   io.stderr:write(('%s: %s\n'):format(script, message))
end

local function select_rows(suite, parsed)
   local rows = {}
   for _, row in ipairs(suite.rows(parsed)) do
      if options.matches(parsed.filter, { row.row_id, row.label }) then
         rows[#rows + 1] = row
      end
   end
   return rows
end

local function list(rows)
   for _, row in ipairs(rows) do
      print(('%-36s %s'):format(row.row_id, row.listed or row.label))
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

-- Runs of rows of one heading, with the labels that its columns must hold.
local function groups(rows, types)
   local result, current = {}, nil
   for _, row in ipairs(rows) do
      if not current or current.heading ~= row.heading then
         current = { heading = row.heading, rows = {}, labels = {} }
         result[#result + 1] = current
      end
      current.rows[#current.rows + 1] = row
      for _, type in ipairs(types) do
         current.labels[#current.labels + 1] = {
            row_id = row.row_id, type = type, status = '', model = row.model, method = row.method, parameter = row.parameter,
         }
      end
   end
   return result
end

-- The suite's columns with those of the rivals, and of several thread counts.
local function columns_beside(style, beside, parsed)
   local result = { rivals = {}, compared = parsed.compare ~= nil, against = parsed.way and parsed.way.name }
   result.threads = parsed.threads and #parsed.threads > 1
   for key, value in pairs(style or {}) do
      result[key] = value
   end
   for i, rival in ipairs(beside) do
      result.rivals[i] = rival.adapter
   end
   return result
end

-- Runs rows, each printed as it is done; those slower than the baseline again at the end. Gives the results.
-- @param each settings for each number of threads
local function run_rows(suite, rows, parsed, each, printed)
   local progress, scaling = require 'lampas.progress', require 'lampas.scaling'
   local results, runs, done, total = {}, {}, 0, #rows * #parsed.types * #each
   local before, same = parsed.baseline, parsed.margin
   local function measured(row, type, own)
      progress.show(('[%d/%d] %s %s, %d threads'):format(math.min(done, total), total, row.row_id, type, own.limits.threads))
      own.before()
      local result = suite.run(row, type, own)
      progress.clear()
      if result then
         result.command = again.command(suite.script, result, parsed)
      end
      return result
   end
   local function show(result)
      printed:row(result)
      io.stdout:flush()
   end
   for _, group in ipairs(groups(rows, parsed.types)) do
      printed:group(group.labels)
      for _, row in ipairs(group.rows) do
         for _, type in ipairs(parsed.types) do
            local first
            for _, own in ipairs(each) do
               done = done + 1
               local result = measured(row, type, own)
               if result then
                  scaling.beside(result, first)
                  first = first or result
                  if before then
                     baseline.compare(before, result, same)
                  end
                  results[#results + 1], runs[#runs + 1] = result, { row, type, own }
                  show(result)
               end
            end
         end
      end
   end
   local function once_more(i)
      return measured(unpack(runs[i]))
   end
   local repeated = before and baseline.confirm(before, results, once_more, same) or {}
   if #repeated > 0 then
      print('\nSlower, and run again:')
      for _, i in ipairs(repeated) do
         show(results[i])
      end
   end
   if parsed.save then
      baseline.twice(results, function(i)
         local result = once_more(i)
         if before and result then
            baseline.compare(before, result, same)
         end
         return result
      end)
   end
   return results
end

-- Runs all rows and prints the table; gives the results and what stands around them.
local function run(suite, rows, parsed)
   local machine, progress, report = require 'lampas.machine', require 'lampas.progress', require 'lampas.report'
   if parsed.threads then
      require('lampas.library').engine.lampas_threads_set(parsed.threads[1])
   end
   progress.show('measuring the machine')
   local environment, limits = machine.describe(), machine.limits()
   local beside, missing = require('lampas.rivals').load(parsed.rivals or {})
   local settings = {
      script = suite.script, mode = parsed.mode, time = parsed.time, quick = parsed.quick, machine = parsed.machine, limits = limits,
      rivals = beside, cold = parsed.cold, against = parsed.way, parsed = parsed,
   }
   progress.show('measuring the noise floor')
   settings.noise = require('lampas.noise')[parsed.way and parsed.way.apart and 'apart' or 'floor'](parsed.quick)
   settings.margin = margin.new(parsed.threshold / 100, parsed.way and parsed.way.apart and settings.noise)
   local each = require('lampas.scaling').settings(settings, parsed.threads)
   local header = report.header(environment, limits, settings)
   for _, line in ipairs(missing) do
      header[#header + 1] = 'rivals      ' .. line
   end
   if parsed.baseline then
      parsed.margin = baseline.margin(parsed.baseline, settings.noise, parsed.threshold / 100)
      for _, line in ipairs(baseline.header(parsed.baseline, environment, limits, parsed.margin)) do
         header[#header + 1] = line
      end
   end
   local style = columns_beside(suite.columns, beside, parsed)
   progress.clear()
   print(table.concat(header, '\n'))
   local printed = report.new(parsed.machine, print, style)
   local results = run_rows(suite, rows, parsed, each, printed)
   printed:finish()
   print(table.concat(suite.summary(results, parsed), '\n'))
   local line, slower
   if parsed.way then
      print((verdict.summary(results, 'against', parsed.way.name)))
   end
   if parsed.baseline then
      line, slower = verdict.summary(results, 'before', 'the baseline')
      print(line)
   end
   return { slower = slower, environment = environment, limits = limits, settings = settings, rows = results, header = header, columns = style }
end

local function write_files(script, parsed, done)
   local code = 0
   for _, format in ipairs(FORMATS) do
      if parsed[format] then
         local ok, message = files.write(parsed[format], formats.encode(format, done))
         if not ok then
            complain(script, message)
            code = 1
         end
      end
   end
   return code
end

--- Runs a script.
-- @param suite what it runs
-- @param arguments a list of strings
-- @return the exit code: 0, 1 when a row was wrong, failed or is slower than its baseline, or a file could not be written, 2 for a wrong option
function command.main(suite, arguments)
   local parsed, message = options.parse(suite, arguments)
   if not parsed then
      complain(suite.script, message)
      return 2
   end
   return command.execute(suite, parsed)
end

--- Runs a suite.
-- @param parsed its options, as options.parse gives them
-- @return as `main`
function command.execute(suite, parsed)
   local script = suite.script
   local rows = select_rows(suite, parsed)
   if #rows == 0 then
      complain(script, ("--filter: no row contains '%s'; --list names them"):format(parsed.filter))
      return 2
   end
   if parsed.list then
      return list(rows)
   end
   local message = unwritable(parsed)
   if message then
      complain(script, message)
      return 2
   end
   if parsed.compare then
      parsed.baseline, message = baseline.load(parsed.compare)
      if not parsed.baseline then
         complain(script, '--compare: ' .. message)
         return 2
      end
   end
   if parsed.against then
      parsed.way, message = require('lampas.against').open(parsed.against)
      if not parsed.way then
         complain(script, '--against: ' .. message)
         return 2
      end
   end
   local done = run(suite, rows, parsed)
   if parsed.way and parsed.way.close then
      parsed.way.close()
   end
   local code = math.max(write_files(script, parsed, done), done.slower and 1 or 0)
   for _, result in ipairs(done.rows) do
      if result.status == 'wrong' or result.status == 'failed' then
         code = 1
      end
   end
   return code
end

return command
