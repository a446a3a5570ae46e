--- The table of a page: the columns of the other formats, ours first, then those of both published machines and of rivals.
local columns = require 'lampas.columns'
local Footnotes = require 'lampas.footnotes'
local markup = require 'lampas.html.markup'
local published = require 'lampas.published'

local element, text = markup.element, markup.text

local grid = {}

-- What a column stands below: a published machine, or a rival.
local function group_of(column)
   return column and (column.group and 'published, machine ' .. column.group or column.rival)
end

local function heading(list)
   local groups, titles, i, grouped = {}, {}, 1, false
   while i <= #list do
      local group, width = group_of(list[i]), 1
      while group and group_of(list[i + width]) == group do
         width = width + 1
      end
      groups[#groups + 1] = text('th', { colspan = width, scope = 'colgroup', class = group and 'group' or '' }, group or '')
      i, grouped = i + width, grouped or group ~= nil
   end
   for k, column in ipairs(list) do
      titles[k] = text('th', { scope = 'col', class = column.align }, column.short or column.title)
   end
   return element('thead', {}, grouped and element('tr', {}, groups) .. '\n', element('tr', {}, titles))
end

local STATUS = { wrong = 'bad', failed = 'bad', checked = 'good', differentiated = 'good' }

local VERDICT = { slower = 'bad', faster = 'good' }

local function cell(column, i, result, notes)
   local attributes, content = { class = column.align }, column.get(result, notes)
   if column.title == 'Limit' and result.limit_share then
      attributes.class = 'right share'
      attributes.style = ('--share:%.0f%%'):format(100 * math.min(1, result.limit_share))
   elseif column.title == 'Check' then
      attributes.class = 'left ' .. (STATUS[result.status] or '')
   elseif column.title == 'Verdict' then
      attributes.class = 'left ' .. (VERDICT[content] or '')
   elseif column.title == 'ms' or column.title == 'µs' then
      attributes.class = column.align .. ' ours'
   end
   if i == 1 then
      attributes.scope = 'row'
   end
   return text(i == 1 and 'th' or 'td', attributes, content)
end

local function row(list, result, notes, lines)
   local cells = {}
   for i, column in ipairs(list) do
      cells[i] = cell(column, i, result, notes)
   end
   lines[#lines + 1] = element('tr', {}, cells)
   if result.message then
      lines[#lines + 1] = element('tr', {}, text('td', { colspan = #list, class = 'bad' }, '✗ ' .. result.message))
   end
   for _, detail in ipairs(result.details or {}) do
      lines[#lines + 1] = element('tr', {}, text('td', { colspan = #list, class = 'detail' }, detail))
   end
end

--- The table with its footnotes.
-- @param run as for html.encode
function grid.render(run)
   local machine = run.settings.machine
   local list, notes = columns.all(machine and published.machines or {}, run.columns), Footnotes.new()
   local lines, foot = {}, {}
   for _, result in ipairs(run.rows) do
      row(list, result, notes, lines)
   end
   for _, sentence in ipairs(columns.explanations(machine, run.columns)) do
      foot[#foot + 1] = text('li', {}, sentence)
   end
   for _, note in ipairs(notes:list()) do
      foot[#foot + 1] = text('li', {}, note.sign .. ' ' .. note.text)
   end
   return element('div', { class = 'wide', tabindex = 0 },
      element('table', { class = 'figures' }, heading(list), '\n', element('tbody', {}, table.concat(lines, '\n'))))
      .. '\n' .. element('ul', { class = 'notes' }, foot)
end

return grid
