--- The table in Markdown; rows of the published table stand beside the columns of both machines.
local columns = require 'lampas.columns'
local Footnotes = require 'lampas.footnotes'
local published = require 'lampas.published'

local markdown = {}

local function line(cells)
   for i, cell in ipairs(cells) do
      cells[i] = cell:gsub('|', '\\|')
   end
   return '| ' .. table.concat(cells, ' | ') .. ' |'
end

local function heading(list)
   local titles, rules = {}, {}
   for i, column in ipairs(list) do
      titles[i] = (column.group and column.group .. ' ' or '') .. column.title
      rules[i] = column.align == 'right' and '--:' or ':--'
   end
   return line(titles), '|' .. table.concat(rules, '|') .. '|'
end

--- The whole file's text.
-- @param results as runner.row gives them
-- @param header lines as report.header gives them
-- @param machine nil for a table without published columns
-- @param style optional: how its columns differ from the usual ones (lampas.columns)
function markdown.encode(results, header, machine, style)
   local list, notes = columns.all(machine and published.machines or {}, style), Footnotes.new()
   local lines = { '# Layer benchmark', '' }
   for _, text in ipairs(header) do
      lines[#lines + 1] = '- ' .. text:gsub('%s%s+', ': ', 1)
   end
   lines[#lines + 1] = ''
   lines[#lines + 1], lines[#lines + 2] = heading(list)
   for _, result in ipairs(results) do
      local cells = {}
      for i, column in ipairs(list) do
         cells[i] = column.get(result, notes)
      end
      lines[#lines + 1] = line(cells)
   end
   lines[#lines + 1] = ''
   for _, sentence in ipairs(columns.explanations(machine, style)) do
      lines[#lines + 1] = '- ' .. sentence
   end
   for _, note in ipairs(notes:list()) do
      lines[#lines + 1] = '- ' .. note.sign .. ' ' .. note.text
   end
   for _, result in ipairs(results) do
      if result.message then
         lines[#lines + 1] = ('- ✗ %s %s: %s'):format(result.row_id, result.type, result.message)
      end
   end
   return table.concat(lines, '\n') .. '\n'
end

return markdown
