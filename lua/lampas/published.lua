--- The published comparison table as data: 144 rows (machines E3 and E5, 72 each), five systems, and what is known of the figures.
local text = require 'lampas.published_rows'
local marks = require 'lampas.published_marks'

local published = {
   --- The systems in the order of the table's columns.
   systems = { 'WebscaleML', 'Torch', 'DL4J', 'IntelCaffe', 'Caffe' },
   --- The machines, as the table names them.
   machines = { 'E3', 'E5' },
   marks = marks,
   rows = {},
}

local WHOLE_MILLISECONDS = { IntelCaffe = true, Caffe = true }
local by_machine = { E3 = {}, E5 = {} }

local function applies(mark, machine, system, row_id, figure)
   if mark.below then
      return WHOLE_MILLISECONDS[system] and figure and figure.ms >= mark.below.from and figure.ms <= mark.below.to
   end
   local subject = machine .. ' ' .. system .. ' ' .. row_id
   for _, pattern in ipairs(mark.where) do
      if subject:find(pattern) then
         return true
      end
   end
   return false
end

-- The marks of one cell, nil when it has none; `figure` is nil for the label.
local function marks_of(machine, system, row_id, figure)
   local list
   for _, mark in ipairs(marks) do
      if applies(mark, machine, system, row_id, figure) then
         list = list or {}
         list[#list + 1] = mark
      end
   end
   return list
end

local function any_artefact(list)
   for _, mark in ipairs(list or {}) do
      if mark.artefact then
         return true
      end
   end
   return false
end

local function read_row(line)
   local machine, case_id, method, rest = line:match('^(E%d) (%S+) (%a+) | (.*)$')
   local fields = {}
   for field in (rest .. ' | '):gmatch('(.-) | ') do
      fields[#fields + 1] = field
   end
   local row = {
      machine = machine, case_id = case_id, method = method, row_id = case_id .. '-' .. method,
      model = fields[1], parameter = fields[2] == '-' and '' or fields[2], figures = {},
   }
   row.label_marks = marks_of(machine, 'label', row.row_id)
   for i, system in ipairs(published.systems) do
      local printed = fields[2 + i]
      if printed ~= '-' then
         local figure = { ms = tonumber(printed), text = printed }
         figure.marks = marks_of(machine, system, row.row_id, figure)
         figure.artefact = any_artefact(figure.marks)
         row.figures[system] = figure
      end
   end
   return row
end

for line in text:gmatch('[^\n]+') do
   if line:find('^E%d') then
      local row = read_row(line)
      published.rows[#published.rows + 1] = row
      by_machine[row.machine][row.row_id] = row
   end
end

-- The Caffe columns of '6400,4096' did run 4096 outputs; Torch and WebscaleML ran 128. The extra case has the former alone.
local function extra_row(machine, method)
   local source = by_machine[machine]['linear-6400-128-' .. method]
   local figures = {}
   for _, system in ipairs { 'IntelCaffe', 'Caffe' } do
      local figure = source.figures[system]
      figures[system] = { ms = figure.ms, text = figure.text, artefact = false }
   end
   local row_id = 'linear-6400-4096-' .. method
   return {
      machine = machine, case_id = 'linear-6400-4096', method = method, row_id = row_id, model = source.model,
      parameter = source.parameter, label_marks = marks_of(machine, 'label', row_id), figures = figures,
   }
end

for _, machine in ipairs(published.machines) do
   for _, method in ipairs { 'forward', 'backward' } do
      local row = extra_row(machine, method)
      by_machine[machine][row.row_id] = row
   end
end

--- The published row of a machine.
-- @param machine 'E3' or 'E5'
-- @param row_id such as 'relu-forward'; 'linear-6400-4096-forward' and '-backward' give what the Caffe columns ran
-- @return { machine, case_id, method, row_id, model, parameter, label_marks, figures }, where figures[system] is
--    { ms = number, text = as printed, marks = list or nil, artefact = boolean }; nil for an unknown row
function published.row(machine, row_id)
   return by_machine[machine][row_id]
end

--- How many times faster `milliseconds` is than a published figure.
-- @return the ratio, or nil when there is no figure or it is an artefact
function published.speedup(row, system, milliseconds)
   local figure = row and row.figures[system]
   if not figure or figure.artefact or not milliseconds or milliseconds <= 0 then
      return nil
   end
   return figure.ms / milliseconds
end

return published
