--- Runs from files again: printed as they were, beside another, and written in other formats.
local baseline = require 'lampas.baseline'
local files = require 'lampas.files'
local formats = require 'lampas.formats'
local labels = require 'lampas.labels'
local options = require 'lampas.options'
local report = require 'lampas.report'
local suites = require 'lampas.suites'
local verdict = require 'lampas.verdict'

local replay = {}

--- Keeps the rows that a filter lets through, as --filter does.
function replay.filter(run, filter)
   local rows = {}
   for _, row in ipairs(run.rows) do
      rows[#rows + 1] = options.matches(filter, { row.row_id, labels.of(row, run.settings.machine) }) and row or nil
   end
   run.rows = rows
end

--- Sets the rows of a run beside those of another.
-- @param run as document.load gives it
-- @param before as baseline.load gives it
-- @param threshold the share within which two times are the same, at the least
function replay.compare(run, before, threshold)
   local margin = baseline.margin(before, run.settings.noise, threshold)
   for _, row in ipairs(run.rows) do
      row.before = nil
      baseline.compare(before, row, margin)
   end
   run.columns.compared = true
   for _, line in ipairs(baseline.header(before, run.environment, run.limits, margin)) do
      run.header[#run.header + 1] = line
   end
end

--- Prints a run as the script that made it did.
-- @return whether a row is slower than what it is compared with
function replay.print(run)
   local machine = run.settings.machine
   print(table.concat(run.header, '\n'))
   local printed = report.new(machine, print, run.columns)
   for _, group in ipairs(labels.groups(run.rows, machine)) do
      printed:group(group.rows)
      for _, row in ipairs(group.rows) do
         printed:row(row)
      end
   end
   printed:finish()
   local suite = suites.find(run.settings.script)
   print(table.concat(suite and suite.summary(run.rows, run.settings) or report.summary(run.rows, machine), '\n'))
   if not run.columns.compared then
      return false
   end
   local line, slower = verdict.summary(run.rows, 'before', 'the baseline')
   print(line)
   return slower
end

--- Writes a run to the files that options name.
-- @param parsed names of files by the format
-- @return true; or nil and a message
function replay.write(run, parsed)
   for _, format in ipairs(formats.names) do
      if parsed[format] then
         local ok, message = files.write(parsed[format], formats.encode(format, run))
         if not ok then
            return nil, message
         end
      end
   end
   return true
end

return replay
