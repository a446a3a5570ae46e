--- Tables of several machines (lampas.merge) as one page: the machines, their times side by side, and how fast each is beside the first.
local bars = require 'lampas.html.bars'
local markup = require 'lampas.html.markup'
local page = require 'lampas.html.page'
local scale = require 'lampas.html.scale'
local statistics = require 'lampas.statistics'
local numbers = require 'lampas.text'

local element, text = markup.element, markup.text

local LEAST, MOST = 0.1, 100 -- of the axis of bars

local function giga(value)
   return value and numbers.brief(value / 1e9) or ''
end

-- What a machine is and can do, by the head of a column.
local function facts(machine)
   local e, limits = machine.environment or {}, machine.limits or {}
   local flops, copy = limits.flops or {}, limits.copy or {}
   return {
      { 'Processor', e.processor or '' }, { 'Level', e.level or '' }, { 'Threads', e.threads and ('%d'):format(e.threads) or '' },
      { 'GFLOP/s float', giga(flops.float) }, { 'GFLOP/s double', giga(flops.double) },
      { 'GB/s in memory', giga(copy[#copy] and copy[#copy].rate) }, { 'Commit', e.commit or '' },
   }
end

local function machines(merged)
   local lines, titles = {}, { text('th', { scope = 'col', class = 'left' }, 'Machine') }
   for i, machine in ipairs(merged.machines) do
      local cells = { text('th', { scope = 'row', class = 'left' }, machine.name) }
      for _, fact in ipairs(facts(machine)) do
         local class = fact[1]:find '/s' and 'right' or 'left'
         titles[#titles + 1] = i == 1 and text('th', { scope = 'col', class = class }, fact[1]) or nil
         cells[#cells + 1] = text('td', { class = class }, fact[2])
      end
      lines[i] = element('tr', {}, cells)
   end
   return element('div', { class = 'wide', tabindex = 0 }, element('table', { class = 'figures' },
      element('thead', {}, element('tr', {}, titles)), '\n', element('tbody', {}, table.concat(lines, '\n'))))
end

-- The heads: one line of machines, one of what stands below each.
local function heading(merged)
   local groups, titles = {}, {}
   for _, title in ipairs { 'Model', 'Method', 'Parameter', 'Type', merged.by_threads and 'Threads' or nil } do
      titles[#titles + 1] = text('th', { scope = 'col', class = 'left' }, title)
   end
   groups[1] = text('th', { colspan = #titles }, '')
   for i, machine in ipairs(merged.machines) do
      groups[#groups + 1] = text('th', { colspan = i == 1 and 2 or 3, scope = 'colgroup', class = 'group' }, machine.name)
      for _, title in ipairs { 'ms', 'Limit', i > 1 and 'vs ' .. merged.machines[1].name or nil } do
         titles[#titles + 1] = text('th', { scope = 'col', class = 'right' }, title)
      end
   end
   return element('thead', {}, element('tr', {}, groups), '\n', element('tr', {}, titles))
end

-- The cells of one machine: its time, how near its own limit that is, and how many times faster than the first it is.
local function figures(line, i)
   local result, ratio = line.results[i] or {}, line.ratio[i]
   local share = result.limit_share
   return {
      text('td', { class = result.ms and 'right ours' or 'right bad' }, result.ms and numbers.number(result.ms) or result.status or ''),
      text('td', share and { class = 'right share', style = ('--share:%.0f%%'):format(100 * math.min(1, share)) } or {},
         share and ('%.0f%%'):format(100 * share) or ''),
      i > 1 and text('td', { class = 'right' }, ratio and numbers.brief(1 / ratio) .. '×' or '') or nil,
   }
end

local function times(merged)
   local lines = {}
   for k, line in ipairs(merged.rows) do
      local cells = {
         text('th', { scope = 'row', class = 'left' }, line.model or line.row_id), text('td', {}, line.method or ''),
         text('td', {}, line.parameter or ''), text('td', {}, line.type),
         merged.by_threads and text('td', {}, ('%d'):format(line.threads or 0)) or nil,
      }
      for i = 1, #merged.machines do
         for _, cell in ipairs(figures(line, i)) do
            cells[#cells + 1] = cell
         end
      end
      lines[k] = element('tr', {}, cells)
   end
   return element('div', { class = 'wide', tabindex = 0 },
      element('table', { class = 'figures' }, heading(merged), '\n', element('tbody', {}, table.concat(lines, '\n'))))
      .. text('p', {}, ('Milliseconds a call. Limit: how near the time is to what that machine can do at most. vs %s: how many times faster.')
         :format(merged.machines[1].name))
end

-- The rows of each model and type, in their order: a list of { title, lines }.
local function groups_of(merged)
   local list, by_title = { { title = 'All rows', lines = merged.rows } }, {}
   for _, line in ipairs(merged.rows) do
      local title = ('%s, %s'):format(line.model or line.row_id, line.type)
      if not by_title[title] then
         by_title[title] = { title = title, lines = {} }
         list[#list + 1] = by_title[title]
      end
      table.insert(by_title[title].lines, line)
   end
   return list
end

local function typical(lines, i)
   local ratios = {}
   for _, line in ipairs(lines) do
      ratios[#ratios + 1] = line.ratio[i] and 1 / line.ratio[i] or nil
   end
   return statistics.geometricMean(ratios)
end

-- How fast the other machines are beside the first; nil where no row is timed on two.
local function speed(merged)
   local systems, all, groups = {}, { 1 }, groups_of(merged)
   for i = 2, #merged.machines do
      systems[#systems + 1] = { name = merged.machines[i].name, colour = bars.colour(i - 1), index = i }
   end
   for _, group in ipairs(groups) do
      for _, system in ipairs(systems) do
         local ratio = typical(group.lines, system.index)
         all[#all + 1] = ratio and math.max(LEAST, math.min(MOST, ratio)) or nil
      end
   end
   if #all == 1 then
      return nil
   end
   local low, high = scale.ends(all)
   local axis, cards = scale.logarithmic(low, high, 0, 100), {}
   for _, group in ipairs(groups) do
      cards[#cards + 1] = bars.card(group.title, systems, function(system) return typical(group.lines, system.index) end, axis)
   end
   return text('p', {}, ('How many times faster than %s, the geometric mean over the rows that both have; bars to the left of the line are '
      .. 'slower. The axis is logarithmic, from %g to %g.'):format(merged.machines[1].name, low, high))
      .. element('div', { class = 'cards' }, cards)
end

--- The whole file's text.
-- @param merged as merge.tables gives it
return function(merged)
   local beside = speed(merged)
   return page('lampas, several machines', {}, {
      { id = 'machines', title = 'Machines', content = machines(merged) },
      { id = 'table', title = 'Table', content = times(merged) },
      beside and { id = 'speed', title = 'Speed beside ' .. merged.machines[1].name, content = beside } or nil,
   })
end
