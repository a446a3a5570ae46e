--- The files that a run can be written to.
local formats = {
   --- Their names, which are those of the options.
   names = { 'markdown', 'csv', 'html', 'json' },
   --- What each is, after "write".
   about = {
      markdown = 'the table in Markdown to this file',
      csv = 'one line a row to this file: figures in full, intervals, verdicts',
      html = 'one page to this file: the table, bars of speed-up, a roofline plot, the samples',
      json = 'the whole run to this file: every sample, the machine, what report, compare and merge read',
   },
}

local encoders = {}

function encoders.csv(run)
   return require('lampas.csv').encode(run.rows, run.settings.machine, run.columns)
end

function encoders.markdown(run)
   return require('lampas.markdown').encode(run.rows, run.header, run.settings.machine, run.columns)
end

function encoders.html(run)
   return require('lampas.html').encode(run)
end

-- What lampas.document reads.
function encoders.json(run)
   local s = run.settings
   local rivals = {}
   for i, rival in ipairs(s.rivals or {}) do
      rivals[i] = { name = rival.adapter.name, layouts = rival.adapter.layouts, version = rival.version }
   end
   return require('lampas.json').encode {
      environment = run.environment, limits = run.limits, noise = s.noise, rows = run.rows,
      settings = {
         script = s.script, mode = s.mode, time = s.time, quick = s.quick or false, cold = s.cold or false, threads = s.parsed.threads,
         machine = s.machine, rivals = #rivals > 0 and rivals or nil, against = s.parsed.against, against_name = run.columns.against,
         compare = s.parsed.compare, threshold = s.parsed.threshold,
      },
   }
end

encoders.save = encoders.json

--- A run as text in a format.
-- @param name one of `names`, or 'save', which is 'json'
-- @param run { environment, limits, settings, rows, header (lines), columns (lampas.columns) }
function formats.encode(name, run)
   return encoders[name](run)
end

return formats
