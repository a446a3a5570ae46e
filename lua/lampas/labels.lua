--- What rows are called, in one line, and which belong together.
local published = require 'lampas.published'

local labels = {}

--- A row's label in one line, without its element type.
-- @param machine nil, or the published machine whose labels count
function labels.of(result, machine)
   local row = machine and published.row(machine, result.row_id or '')
   local parts = {}
   for _, field in ipairs { 'model', 'method', 'parameter' } do
      local part = row and row[field] or result[field]
      parts[#parts + 1] = part ~= '' and part or nil
   end
   return #parts > 0 and table.concat(parts, ' ') or result.row_id or ''
end

--- The same with what tells rows of one label apart.
function labels.full(result, machine, threads)
   local label = labels.of(result, machine) .. ', ' .. result.type
   return threads and ('%s, %d thread%s'):format(label, result.threads, result.threads == 1 and '' or 's') or label
end

--- Runs of rows of one model: a list of { model, rows }.
function labels.groups(results, machine)
   local groups, current = {}, nil
   for _, result in ipairs(results) do
      local row = machine and published.row(machine, result.row_id or '')
      local model = row and row.model or result.model or ''
      if not current or current.model ~= model then
         current = { model = model, rows = {} }
         groups[#groups + 1] = current
      end
      current.rows[#current.rows + 1] = result
   end
   return groups
end

return labels
