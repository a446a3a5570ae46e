--- The table as one page of HTML that needs nothing else: environment, table, speed-ups, roofline, samples.
local markup = require 'lampas.html.markup'
local page = require 'lampas.html.page'
local report = require 'lampas.report'
local verdict = require 'lampas.verdict'

local element, text = markup.element, markup.text

local html = {}

-- The parts below the environment; a part that has nothing to show gives nil.
local SECTIONS = {
   { id = 'table', title = 'Table', render = require('lampas.html.grid').render },
   { id = 'speedup', title = 'Speed-up', render = require('lampas.html.bars').render },
   { id = 'roofline', title = 'Roofline', render = require('lampas.html.roofline').render },
   { id = 'samples', title = 'Samples', render = require('lampas.html.spread').render },
}

-- The first line of a header without the name that the title has already.
local function mode_of(header)
   return ((header[1] or ''):gsub('^lampas [^,]*, m', 'M'))
end

-- Header lines are a name, blanks, and what is to be said.
local function environment(header)
   local items = {}
   for i = 2, #header do
      local name, words = header[i]:match('^(%S+)%s%s+(.*)$')
      items[#items + 1] = text('dt', {}, name or '')
      items[#items + 1] = text('dd', name == 'WARNING' and { class = 'warning' } or {}, words or header[i])
   end
   return element('dl', {}, items)
end

local function summary(run)
   local items, lines = {}, report.summary(run.rows, run.settings.machine)
   lines[#lines + 1] = run.columns.compared and verdict.summary(run.rows, 'before', 'the baseline') or nil
   lines[#lines + 1] = run.columns.against and verdict.summary(run.rows, 'against', run.columns.against) or nil
   for i, line in ipairs(lines) do
      items[i] = text('li', {}, line)
   end
   return element('ul', {}, items)
end

--- The whole file's text.
-- @param run { rows as runner.row gives them, limits, settings { script, machine (nil without published columns) }, header (lines as
--    report.header gives them), columns = how they differ from the usual ones (lampas.columns), {} for not at all }
function html.encode(run)
   local sections = {}
   for _, section in ipairs(SECTIONS) do
      local content = section.render(run)
      sections[#sections + 1] = content and { id = section.id, title = section.title, content = content } or nil
   end
   return page('lampas ' .. run.settings.script, { text('p', {}, mode_of(run.header)), environment(run.header), summary(run) }, sections)
end

return html
