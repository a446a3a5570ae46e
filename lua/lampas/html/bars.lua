--- Bars of speed-up: every row beside every system that has a figure for it, on one logarithmic axis with 1 marked.
local labels = require 'lampas.labels'
local markup = require 'lampas.html.markup'
local published = require 'lampas.published'
local scale = require 'lampas.html.scale'
local statistics = require 'lampas.statistics'
local numbers = require 'lampas.text'

local element, text = markup.element, markup.text

local bars = {}

local LEAST, MOST = 0.1, 100 -- of the axis: bars beyond are cut, their figures are not
local OPEN = 3               -- so many groups are unfolded at first

--- The colour of the i-th system.
function bars.colour(i)
   return ('s%d'):format((i - 1) % 8 + 1)
end

-- What rows stand beside, a run before included: { name, of(result) → how many times faster ours is, or nil }.
local function systems_of(run)
   local machine, list = run.settings.machine, {}
   for _, other in ipairs { { field = 'before', name = 'before' }, { field = 'against', name = run.columns.against } } do
      list[#list + 1] = other.name and {
         name = other.name,
         of = function(result)
            local theirs = result[other.field]
            return theirs and theirs.ms and result.ms and theirs.ms / result.ms
         end,
      } or nil
   end
   for _, rival in ipairs(run.columns.rivals or {}) do
      for _, variant in ipairs { 'plain', rival.layouts and 'preferred' or nil } do
         list[#list + 1] = {
            name = variant == 'plain' and rival.name or rival.name .. ', own layout',
            of = function(result)
               local theirs = result.rivals and result.rivals[rival.name]
               return theirs and theirs[variant] and result.ms and theirs[variant] / result.ms
            end,
         }
      end
   end
   for _, system in ipairs(machine and published.systems or {}) do
      list[#list + 1] = {
         name = ('%s on %s'):format(system, machine),
         of = function(result) return published.speedup(published.row(machine, result.row_id or ''), system, result.ms) end,
      }
   end
   return list
end

-- Those that have any figure, each with its colour, and all figures of the run.
local function present(run)
   local list, all = {}, {}
   for _, system in ipairs(systems_of(run)) do
      local any = false
      for _, result in ipairs(run.rows) do
         local ratio = system.of(result)
         if ratio then
            any, all[#all + 1] = true, math.max(LEAST, math.min(MOST, ratio))
         end
      end
      if any then
         list[#list + 1] = system
         system.colour = bars.colour(#list)
      end
   end
   return list, all
end

local function bar(system, ratio, axis)
   local place, one = axis(ratio), axis(1)
   local style = ('left:%.1f%%;width:%.1f%%'):format(math.min(place, one), math.max(0.5, math.abs(place - one)))
   return element('div', { class = 'bar' },
      text('span', { class = 'name' }, system.name),
      element('span', { class = 'track', style = ('--one:%.1f%%'):format(one) }, element('i', { class = system.colour, style = style })),
      text('span', { class = 'value' }, numbers.brief(ratio) .. '×'))
end

--- A card of bars.
-- @param systems a list of { name, colour }
-- @param ratio_of function(system) → its bar's value, or nil
-- @param axis as scale.logarithmic gives it, from 0 to 100
-- @return the card; nil without any bar
function bars.card(title, systems, ratio_of, axis)
   local list = {}
   for _, system in ipairs(systems) do
      local ratio = ratio_of(system)
      list[#list + 1] = ratio and bar(system, ratio, axis) or nil
   end
   return #list > 0 and element('div', { class = 'card' }, text('h4', {}, title), list) .. '\n' or nil
end

local function typical(results, system, type)
   local ratios = {}
   for _, result in ipairs(results) do
      ratios[#ratios + 1] = result.type == type and system.of(result) or nil
   end
   return statistics.geometricMean(ratios)
end

-- The geometric means of each element type.
local function means(run, systems, axis)
   local cards = {}
   for _, type in ipairs { 'float', 'double' } do
      cards[#cards + 1] = bars.card('All rows in ' .. type .. ', geometric mean', systems, function(system)
         return typical(run.rows, system, type)
      end, axis)
   end
   return element('div', { class = 'cards' }, cards)
end

--- The bars; nil for a run that stands beside nothing.
function bars.render(run)
   local systems, all = present(run)
   if #systems == 0 then
      return nil
   end
   all[#all + 1] = 1
   local low, high = scale.ends(all)
   local axis = scale.logarithmic(low, high, 0, 100)
   local machine, parts = run.settings.machine, {}
   local groups = labels.groups(run.rows, machine)
   for _, group in ipairs(groups) do
      local cards = {}
      for _, result in ipairs(group.rows) do
         cards[#cards + 1] = bars.card(labels.full(result, machine, run.columns.threads), systems, function(system)
            return system.of(result)
         end, axis)
      end
      if #cards > 0 then
         parts[#parts + 1] = element('details', #groups <= OPEN and { open = 'open' } or {},
            text('summary', {}, ('%s (%d row%s)'):format(group.model, #cards, #cards == 1 and '' or 's')),
            element('div', { class = 'cards' }, cards)) .. '\n'
      end
   end
   return text('p', {}, ('Its time over ours: bars to the right of the line are how many times faster ours is, bars to the left how many '
      .. 'times slower. The axis is logarithmic, from %g to %g. No bar stands for a figure that measures something else.'):format(low, high))
      .. means(run, systems, axis) .. '\n' .. table.concat(parts)
end

return bars
