--- Rows beside the machine's limits: arithmetic over intensity (a roofline plot), and bandwidth over working set for rows that only move data.
local labels = require 'lampas.labels'
local markup = require 'lampas.html.markup'
local Plot = require 'lampas.html.plot'
local numbers = require 'lampas.text'

local element, text = markup.element, markup.text

local roofline = {}

local function plain(value)
   return ('%g'):format(value)
end

-- Rows timed with the threads that the limits were measured with, by whether arithmetic is counted.
local function rows_of(run)
   local counted, moving, others = {}, {}, 0
   for _, result in ipairs(run.rows) do
      if not result.ms or not result.bytes or result.bytes <= 0 then
         others = others + 1
      elseif result.threads ~= run.limits.threads then
         others = others + 1
      elseif result.gflops and result.gflops > 0 then
         counted[#counted + 1] = result
      elseif result.gbs then
         moving[#moving + 1] = result
      end
   end
   return counted, moving, others
end

local function values_of(list, get, ...)
   local values = { ... }
   for _, one in ipairs(list) do
      values[#values + 1] = get(one)
   end
   return values
end

local function points(plot, run, list, x, y, unit)
   for _, result in ipairs(list) do
      local share = result.limit_share and ('; %.0f%% of the limit'):format(100 * result.limit_share) or ''
      plot:point(result.type, result.method == 'backward', x(result), y(result), ('%s: %s %s%s'):format(
         labels.full(result, run.settings.machine), numbers.brief(y(result)), unit, share))
   end
end

local function intensity(result) return result.flops / result.bytes end
local function gflops(result) return result.gflops end
local function gbs(result) return result.gbs end
local function bytes(result) return result.bytes end

-- Bandwidths are slopes up to the peak, peaks are level from where the fastest memory reaches them.
local function arithmetic(run, list)
   local limits = run.limits
   local float, double, fastest = limits.flops.float / 1e9, limits.flops.double / 1e9, 0
   for _, level in ipairs(limits.copy) do
      fastest = math.max(fastest, level.rate / 1e9)
   end
   local plot = Plot.new(
      { title = 'operations a byte', values = values_of(list, intensity, 0.1 * float / fastest, 10 * float / fastest), tick = plain },
      { title = 'GFLOP/s', values = values_of(list, gflops, 1.2 * float, double), tick = plain })
   for i, level in ipairs(limits.copy) do
      local rate = level.rate / 1e9
      local from = math.max(plot.low_x, plot.low_y / rate)
      local to = math.min(plot.high_x, float / rate)
      if to > from then
         plot:line('roof', from, from * rate, to, to * rate, ('%s %s GB/s'):format(level.name, numbers.brief(rate)), 0.04 + 0.2 * (i - 1),
            i == #limits.copy) -- the last slopes may be close to each other
      end
   end
   for type, peak in pairs { float = float, double = double } do
      plot:line('roof ' .. type, math.max(plot.low_x, peak / fastest), peak, plot.high_x, peak,
         ('%s %s GFLOP/s'):format(type, numbers.brief(peak)), 0.6)
   end
   points(plot, run, list, intensity, gflops, 'GFLOP/s')
   return plot:svg('Roofline plot: GFLOP/s of rows over operations a byte, below the peaks and bandwidths of this machine')
end

-- Bandwidths are level as far as a working set fits the memory level.
local function movement(run, list)
   local levels = run.limits.copy
   local plot = Plot.new(
      { title = 'bytes read and written', values = values_of(list, bytes, 1e4, 1e8), tick = function(v)
         return v >= 1e9 and plain(v / 1e9) .. ' GB' or v >= 1e6 and plain(v / 1e6) .. ' MB' or v >= 1e3 and plain(v / 1e3) .. ' kB' or plain(v)
      end },
      { title = 'GB/s', values = values_of(list, gbs, unpack(values_of(levels, function(level) return level.rate / 1e9 end))), tick = plain })
   local from = plot.low_x
   for i, level in ipairs(levels) do
      local to, rate = math.min(level.capacity, plot.high_x), level.rate / 1e9
      if to > from then
         plot:line('roof', from, rate, to, rate, ('%s %s GB/s'):format(level.name, numbers.brief(rate)), 0.02, i == #levels)
      end
      from = math.max(from, to)
   end
   points(plot, run, list, bytes, gbs, 'GB/s')
   return plot:svg('GB/s of rows that only move data, over the bytes they read and write, below the bandwidths of this machine')
end

local function figure(image, caption)
   return element('figure', {}, image, text('figcaption', {}, caption))
end

--- The plots; nil for a run without rows for them.
function roofline.render(run)
   local counted, moving, others = rows_of(run)
   if #counted == 0 and #moving == 0 then
      return nil
   end
   local key = element('p', { class = 'key' }, element('i', { class = 'float' }), ' float &nbsp; ', element('i', { class = 'double' }),
      ' double &nbsp; ● forward &nbsp; ■ backward. Rest the pointer on a mark for its row.')
   local left_out = others > 0
      and text('p', {}, ('%d rows are not here: they have no time, no known traffic, or another number of threads.'):format(others)) or ''
   return key .. element('div', { class = 'plots' },
      #counted > 0 and figure(arithmetic(run, counted), 'Rows that compute. The least traffic counts, so that a mark above its slope kept data '
         .. 'in nearer caches; one above its peak made fewer multiplications.'),
      #moving > 0 and figure(movement(run, moving), 'Rows that only move data, over how much they move.')) .. left_out
end

return roofline
