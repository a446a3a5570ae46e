--- The columns of the printed tables: what stands in each cell of a row.
local published = require 'lampas.published'
local text = require 'lampas.text'
local verdicts = require 'lampas.verdict'

local columns = {}

local PER_MS = { ms = 1, ['µs'] = 1e3 }

-- Ours beside a published figure, or why there is nothing to say.
local function speedup(machine)
   return function(result, notes)
      local row = published.row(machine, result.row_id or '')
      local ratio = published.speedup(row, 'Torch', result.ms)
      if ratio then
         return text.brief(ratio) .. '×'
      end
      local figure = row and row.figures.Torch
      return figure and result.ms and figure.artefact and notes:signs_of(figure.marks) or ''
   end
end

local function figure(machine, system)
   return function(result, notes)
      local row = published.row(machine, result.row_id or '')
      local cell = row and row.figures[system]
      if not cell then
         return ''
      end
      local printed = #cell.text <= 7 and cell.text or ('%.2f'):format(cell.ms)
      return printed .. notes:signs_of(cell.marks)
   end
end

local function rate(result)
   if result.flops and result.gflops then
      return text.brief(result.gflops) .. ' GFLOP/s'
   end
   return result.gbs and text.brief(result.gbs) .. ' GB/s' or ''
end

-- The share of the limit; of a row that is far below it for a reason, with that as a footnote.
local function limit(result, notes)
   local share = result.limit_share and ('%.0f%%'):format(100 * result.limit_share) or ''
   return result.reason and share .. notes:signs_of { { name = result.reason, text = result.reason } } or share
end

local VERDICTS = { wrong = '✗ ', checked = '✓ ', differentiated = '∂ ' }

local function verdict(result)
   if VERDICTS[result.status] then
      return VERDICTS[result.status] .. text.error(result.error)
   end
   return result.status == 'failed' and '✗ failed' or result.status
end

-- Model, method and parameter as the published table of a machine has them; of rows that it has not, as the result tells.
local function label(machine, field)
   return function(result, notes)
      local row = machine and published.row(machine, result.row_id or '')
      local value = row and row[field] or result[field] or ''
      return field == 'parameter' and row and value .. notes:signs_of(row.label_marks) or value
   end
end

-- `head`: the title in two lines, where that saves width.
local function column(title, align, width, get, group, head)
   return { title = title, align = align, width = width, get = get, group = group, head = head or { '', title } }
end

-- Widths that hold the longest figure with its sign; head lines as above.
local SYSTEMS = {
   WebscaleML = { width = 8, head = { 'Webscale', 'ML' } }, Torch = { width = 7 }, DL4J = { width = 8 },
   IntelCaffe = { width = 8, head = { 'Intel', 'Caffe' } }, Caffe = { width = 6 },
}

local function published_columns(machine)
   local list = { column('vs Torch', 'right', 6, speedup(machine), machine, { 'vs', 'Torch' }) }
   for _, system in ipairs(published.systems) do
      list[#list + 1] = column(system, 'right', SYSTEMS[system].width, figure(machine, system), machine, SYSTEMS[system].head)
   end
   return list
end

-- A rival's time from plain tensors and how many times ours it is, and its time from layouts of its own.
local function rival_columns(name, layouts)
   local function time(variant)
      return function(result)
         local theirs = result.rivals and result.rivals[name]
         if not theirs then
            return ''
         end
         return theirs[variant] and text.number(theirs[variant]) or variant == 'plain' and '✗' or ''
      end
   end
   local function ratio(variant)
      return function(result)
         local theirs = result.rivals and result.rivals[name]
         return theirs and theirs[variant] and result.ms and text.brief(theirs[variant] / result.ms) .. '×' or ''
      end
   end
   local list, short = {
      column(name, 'right', 7, time 'plain'),
      column('vs ' .. name, 'right', 6, ratio 'plain', nil, { 'vs', name }),
      layouts and column(name .. ', own layout', 'right', 7, time 'preferred', nil, { name, 'layout' }) or nil,
      layouts and column('vs that', 'right', 6, ratio 'preferred', nil, { 'vs', 'that' }) or nil,
   }, { 'ms', 'vs', 'own layout', 'vs' }
   for i, one in ipairs(list) do
      one.rival, one.short = name, short[i]
   end
   return list
end

local UNSETTLED = '…'
-- How well the median is known: half its 95 % interval, with a sign where the time ended before it was within 1 %; where there were too
-- few samples for one, the spread of the samples.
local function uncertainty(result)
   if not result.ms or result.mode ~= 'steady' then
      return ''
   elseif not result.interval_ms then
      return ('%.1f%%'):format(100 * result.spread) .. UNSETTLED
   end
   local half = (result.interval_ms[2] - result.interval_ms[1]) / 2 / result.median_ms
   return ('%.1f%%'):format(100 * half) .. (result.settled and '' or UNSETTLED)
end

local function threads_columns()
   return {
      column('Threads', 'right', 7, function(result) return result.ms and ('%d'):format(result.threads) or '' end),
      column('Speed-up', 'right', 6, function(result)
         return result.thread_speedup and text.brief(result.thread_speedup) .. '×' or ''
      end, nil, { 'speed', 'up' }),
      column('Efficiency', 'right', 6, function(result)
         return result.thread_efficiency and ('%.0f%%'):format(100 * result.thread_efficiency) or ''
      end, nil, { 'effi-', 'ciency' }),
   }
end

-- The time of the baseline, how much longer it takes now, and what that means.
local function before_columns(unit)
   return {
      column('Before', 'right', 7, function(result) return result.before and text.number(result.before.ms * PER_MS[unit]) or '' end),
      column('Change', 'right', 7, function(result)
         return result.before and result.before.ratio and ('%+.1f%%'):format(100 * (result.before.ratio - 1)) or ''
      end),
      column('Verdict', 'left', 27, function(result)
         if not result.before then
            return result.ms and 'not in it' or ''
         end
         return result.before.verdict and verdicts.words(result.before) or 'too few samples'
      end),
   }
end

-- The same row in another way, timed in turn with ours; how many times ours its time is, and what ours is beside it.
local function against_columns(name, unit)
   local function get(f)
      return function(result) return result.against and f(result.against) or '' end
   end
   return {
      column(name, 'right', 8, get(function(other) return text.number(other.ms * PER_MS[unit]) end)),
      column('vs ' .. name, 'right', 6, get(function(other) return text.brief(1 / other.ratio) .. '×' end), nil, { 'vs', 'that' }),
      column('Verdict', 'left', 27, get(verdicts.words)),
   }
end

--- The columns of a table beside the figures of some published machines.
-- @param machines a list of 'E3', 'E5'; {} for a table without published columns
-- @param style optional: { heads = { titles of the first three columns }, unit = 'ms' or 'µs', rivals = adapters, threads = true
--    for several thread counts, compared = true beside a baseline, against = what rows
--    are set against, explanations = more of them }
-- @return a list of { title, head (the title in two lines), align, width (at least), get(result, footnotes) → text, group (the machine,
--    for published columns), rival (its name, for those of rivals) and short (their title below it) }
function columns.all(machines, style)
   style = style or {}
   local first, heads, unit = machines[1], style.heads or { 'Model', 'Method', 'Parameter' }, style.unit or 'ms'
   local list = {
      column(heads[1], 'left', 5, label(first, 'model')),
      column(heads[2], 'left', 8, label(first, 'method')),
      column(heads[3], 'left', 9, label(first, 'parameter')),
      column('Type', 'left', 6, function(result) return result.type end),
      column(unit, 'right', 7, function(result) return result.ms and text.number(result.ms * PER_MS[unit]) or '' end),
      column('±', 'right', 6, uncertainty),
   }
   for _, more in ipairs(style.compared and before_columns(unit) or {}) do
      list[#list + 1] = more
   end
   for _, more in ipairs(style.against and against_columns(style.against, unit) or {}) do
      list[#list + 1] = more
   end
   for _, more in ipairs(style.threads and threads_columns() or {}) do
      list[#list + 1] = more
   end
   for _, rival in ipairs(style.rivals or {}) do
      for _, more in ipairs(rival_columns(rival.name, rival.layouts)) do
         list[#list + 1] = more
      end
   end
   for _, machine in ipairs(machines) do
      for _, more in ipairs(published_columns(machine)) do
         list[#list + 1] = more
      end
   end
   list[#list + 1] = column('Rate', 'right', 11, rate)
   list[#list + 1] = column('Limit', 'right', 5, limit)
   list[#list + 1] = column('Check', 'left', 8, verdict)
   return list
end

local BESIDE = 'vs Torch: the published Torch time over ours. Torch ran in double: a row in float also gains by its type.'

local THREADS = 'Speed-up: the time with the first number of threads over that with this one; efficiency: that over how many times the threads.'

local RIVALS = 'A rival\'s time is from and to plain tensors, reorders included; "layout": from and to layouts of its own. '
   .. 'Its results were compared with ours first; ✗: they differ. vs: its time over ours.'

local EXPLANATIONS = {
   '±: half the 95 % interval of the median; …: the time was over before that was within 1 %.',
   'Rate: arithmetic of the plain algorithm (2 operations a multiply-add), or the least memory traffic, over our time.',
   'Limit: the least time this machine needs for that arithmetic and traffic over ours; above 100%, fewer multiplications were made '
      .. '(Winograd) or data stayed in nearer caches.',
   'Check: ✓ the largest error against a double-precision reference over the largest entry; a wrong layer gets no time.',
}

--- What readers of the table must know.
-- @param machine nil for a table without published columns
-- @param style as for `all`
-- @return a list of sentences
function columns.explanations(machine, style)
   local list = { machine and BESIDE or nil }
   if style and style.rivals and #style.rivals > 0 then
      list[#list + 1] = RIVALS
   end
   if style and style.threads then
      list[#list + 1] = THREADS
   end
   for _, more in ipairs { EXPLANATIONS, style and style.explanations or {} } do
      for _, sentence in ipairs(more) do
         list[#list + 1] = sentence
      end
   end
   return list
end

return columns
