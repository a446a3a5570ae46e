--- The table on a terminal: rows as they come, aligned, with a heading for every group.
local columns = require 'lampas.columns'
local Footnotes = require 'lampas.footnotes'
local margin = require 'lampas.margin'
local published = require 'lampas.published'
local statistics = require 'lampas.statistics'
local text = require 'lampas.text'

local report = {}

local MODES = {
   steady = 'steady: warmed up, the median of many samples ± half its 95 % interval',
   seed = 'seed: the published Torch column\'s protocol: double, 10 iterations, its warm-up or none, mean',
}

--- Lines that say what was run, where, and what that machine can do.
-- @param environment as machine.describe gives it
-- @param limits as machine.limits gives them
-- @param settings { script, mode, machine, noise, rivals }
function report.header(environment, limits, settings)
   local e, caches, blas = environment, environment.caches, environment.blas
   local levels = {}
   for i, level in ipairs(limits.copy) do
      levels[i] = ('%s GB/s in %s'):format(text.brief(level.rate / 1e9), level.name)
   end
   local lines = {
      ('lampas %s, mode %s'):format(settings.script, MODES[settings.mode]),
      ('processor   %s, instruction set %s, %d thread%s%s; caches %s, %s, %s'):format(e.processor, e.level, e.threads,
         e.threads == 1 and '' or 's', e.cores and (' on %d cores'):format(e.cores) or '', text.bytes(caches.L1), text.bytes(caches.L2),
         text.bytes(caches.L3)),
      ('limits      %s GFLOP/s float, %s GFLOP/s double (multiply-add); copies %s'):format(text.brief(limits.flops.float / 1e9),
         text.brief(limits.flops.double / 1e9), table.concat(levels, ', ')),
      ('software    %s, flavour %s, kernel %s; %s; commit %s'):format(blas.name, blas.flavour, blas.kernel, e.luajit, e.commit),
   }
   if settings.noise then
      lines[#lines + 1] = 'noise       from itself, the same case is up to ' .. margin.words(margin.new(0, settings.noise))
   end
   if settings.machine then
      lines[#lines + 1] = ('published   columns of machine %s, in ms'):format(settings.machine)
   end
   for _, rival in ipairs(settings.rivals or {}) do
      lines[#lines + 1] = ('rivals      %s %s'):format(rival.adapter.name, rival.version)
   end
   if blas.warning then
      lines[#lines + 1] = 'WARNING     ' .. blas.warning
   end
   return lines
end

local Report = {}
Report.__index = Report

--- A table to be printed.
-- @param machine 'E3' or 'E5', or nil for no published columns
-- @param write called with each line, without its end
-- @param style optional: how its columns differ from the usual ones (lampas.columns)
function report.new(machine, write, style)
   return setmetatable({
      columns = columns.all({ machine }, style), explanations = columns.explanations(machine, style), notes = Footnotes.new(), write = write,
      widths = {},
   }, Report)
end

local function join(cells)
   return (table.concat(cells, ' '):gsub('%s+$', ''))
end

--- Starts a group: the heading, and columns as wide as the group's labels.
-- @param results the labels to come: tables with at least row_id (or model, method, parameter) and type
function Report:group(results)
   for i, column in ipairs(self.columns) do
      local width = math.max(column.width, text.width(column.head[1]), text.width(column.head[2]))
      for _, result in ipairs(results) do
         width = math.max(width, text.width(column.get(result, self.notes)))
      end
      self.widths[i] = width
   end
   self.write('')
   for line = 1, 2 do
      local cells = {}
      for i, column in ipairs(self.columns) do
         cells[i] = text.pad(column.head[line], self.widths[i], column.align)
      end
      local heading = join(cells)
      if heading ~= '' then
         self.write(heading)
      end
   end
end

--- Prints one row, and below it what went wrong, and its details.
function Report:row(result)
   local cells = {}
   for i, column in ipairs(self.columns) do
      cells[i] = text.pad(column.get(result, self.notes), self.widths[i], column.align)
   end
   self.write(join(cells))
   if result.message then
      self.write('   ✗ ' .. result.message)
   end
   for _, line in ipairs(result.details or {}) do
      self.write('   ' .. line)
   end
   if result.command and result.before and result.before.verdict ~= 'same' then
      self.write('   again: ' .. result.command)
   end
end

--- Prints what the table's readers must know.
function Report:finish()
   self.write('')
   for _, line in ipairs(self.explanations) do
      self.write(line)
   end
   for _, note in ipairs(self.notes:list()) do
      self.write(note.sign .. ' ' .. note.text)
   end
end

-- The geometric mean of the speed-ups of one element type's rows, as text; nil without any.
local function typical_speedup(results, type, machine)
   local ratios = {}
   for _, result in ipairs(results) do
      local ratio = result.type == type and published.speedup(published.row(machine, result.row_id), 'Torch', result.ms)
      ratios[#ratios + 1] = ratio or nil
   end
   return #ratios > 0 and ('%s× in %s (%d rows)'):format(text.brief(statistics.geometricMean(ratios)), type, #ratios) or nil
end

-- The geometric mean of a rival's times over ours, as text; nil without any.
local function typical_ratio(results, name, variant)
   local ratios = {}
   for _, result in ipairs(results) do
      local figure = result.rivals and result.rivals[name]
      ratios[#ratios + 1] = figure and figure[variant] and result.ms and figure[variant] / result.ms or nil
   end
   return #ratios > 0 and ('%s× (%d rows)'):format(text.brief(statistics.geometricMean(ratios)), #ratios) or nil
end

-- A line for each rival in the results.
local function beside_rivals(results)
   local names, lines = {}, {}
   for _, result in ipairs(results) do
      for name in pairs(result.rivals or {}) do
         names[name] = true
      end
   end
   for name in pairs(names) do
      local plain, own = typical_ratio(results, name, 'plain'), typical_ratio(results, name, 'preferred')
      lines[#lines + 1] = plain and ('vs %s, geometric mean: %s%s'):format(name, plain, own and ', from its own layouts ' .. own or '') or nil
   end
   table.sort(lines)
   return lines
end

-- How well the times are known, and what disturbed them; nil without any in the steady state.
local function certainty(results)
   local settled, steady, redone = 0, 0, 0
   for _, result in ipairs(results) do
      if result.settled ~= nil then
         settled, steady, redone = settled + (result.settled and 1 or 0), steady + 1, redone + (result.redone or 0)
      end
   end
   return steady > 0 and ('%d of %d medians known within 1%%; %d rounds done again for lost or slow cores'):format(settled, steady, redone) or nil
end

--- Sentences about all rows: what became of them, and how they stand beside the published Torch column of a machine.
-- @param machine 'E3' or 'E5', or nil for no published columns
-- @return a list of lines
function report.summary(results, machine)
   local count = { checked = 0, differentiated = 0, unchecked = 0, wrong = 0, failed = 0 }
   for _, result in ipairs(results) do
      count[result.status] = count[result.status] + 1
   end
   local how = ('%d checked and timed'):format(count.checked)
   if count.differentiated > 0 then
      how = ('%s, %d timed whose gradients were checked'):format(how, count.differentiated)
   end
   if count.unchecked > 0 then
      how = ('%s, %d timed unchecked'):format(how, count.unchecked)
   end
   local lines = { ('%d rows: %s, %d wrong, %d failed'):format(#results, how, count.wrong, count.failed) }
   local means = {}
   for _, type in ipairs { 'float', 'double' } do
      means[#means + 1] = machine and typical_speedup(results, type, machine) or nil
   end
   if #means > 0 then
      lines[2] = ('vs Torch on %s, geometric mean: %s'):format(machine, table.concat(means, ', '))
   end
   lines[#lines + 1] = certainty(results)
   for _, line in ipairs(beside_rivals(results)) do
      lines[#lines + 1] = line
   end
   return lines
end

return report
