--- Runs that --json or --save wrote, as the run that they were: to be printed or written in another format.
local baseline = require 'lampas.baseline'
local report = require 'lampas.report'
local suites = require 'lampas.suites'

local document = {}

-- JSON has no infinity: these were it.
local function restore(run)
   for _, level in ipairs(run.limits.copy) do
      level.capacity = level.capacity or math.huge
   end
   for _, row in ipairs(run.rows) do
      row.error = row.error or row.status == 'wrong' and math.huge or nil
      for _, rival in pairs(row.rivals or {}) do
         rival.error = rival.error or math.huge
      end
      for _, verdict in pairs { before = row.before, against = row.against } do
         verdict.more = verdict.more or verdict.verdict == 'unknown' and math.huge or nil
      end
   end
end

local function columns_of(run)
   local style, seen, counts = {}, {}, 0
   local suite = suites.find(run.settings.script)
   for key, value in pairs(suite and suite.columns or {}) do
      style[key] = value
   end
   style.rivals, style.against = {}, run.settings.against_name
   for i, rival in ipairs(run.settings.rivals) do
      style.rivals[i] = rival.adapter
   end
   for _, row in ipairs(run.rows) do
      style.compared = style.compared or row.before ~= nil
      if row.threads and not seen[row.threads] then
         seen[row.threads], counts = true, counts + 1
      end
   end
   style.threads = counts > 1
   return style
end

--- A run from what a file holds.
-- @param tables as baseline.load gives them
-- @return { environment, limits, settings, rows, header, columns } as lampas.formats takes it
function document.run(tables)
   local run = { environment = tables.environment, limits = tables.limits, rows = tables.rows, settings = {} }
   for key, value in pairs(tables.settings) do
      run.settings[key] = value
   end
   run.settings.noise, run.settings.rivals = tables.noise, {}
   for i, rival in ipairs(tables.settings.rivals or {}) do
      run.settings.rivals[i] = { adapter = { name = rival.name, layouts = rival.layouts }, version = rival.version }
   end
   restore(run)
   run.columns = columns_of(run)
   run.header = report.header(run.environment, run.limits, run.settings)
   return run
end

--- Loads a file.
-- @return as `run`; or nil and a message
function document.load(path)
   local tables, message = baseline.load(path)
   if not tables then
      return nil, message
   end
   local ok, run = pcall(document.run, tables)
   if not ok then
      return nil, path .. ' is no whole run'
   end
   return run
end

return document
