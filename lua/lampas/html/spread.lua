--- The samples of each row: a strip of them about their median, with the quartiles as a box.
local labels = require 'lampas.labels'
local markup = require 'lampas.html.markup'
local statistics = require 'lampas.statistics'
local numbers = require 'lampas.text'

local element, text, at = markup.element, markup.text, markup.coordinate

local spread = {}

local MARKS = 80                -- samples drawn at most: of more, every so many-th by rank
local NARROWEST, WIDEST = 0.05, 0.5

-- How far the axis reaches both ways, as a share of the median: what most rows need.
local function reach_of(rows)
   local far = {}
   for _, row in ipairs(rows) do
      local median = statistics.median(row.samples)
      far[#far + 1] = statistics.quantile(row.samples, 0.95) / median - 1
      far[#far + 1] = 1 - statistics.quantile(row.samples, 0.05) / median
   end
   local wanted = math.max(NARROWEST, math.min(WIDEST, statistics.quantile(far, 0.9)))
   return math.ceil(wanted * 20) / 20
end

local function drawn(samples)
   local sorted, list = {}, {}
   for i, sample in ipairs(samples) do
      sorted[i] = sample
   end
   table.sort(sorted)
   local n = math.min(#sorted, MARKS)
   for i = 1, n do
      list[i] = sorted[n == 1 and 1 or 1 + math.floor((i - 1) * (#sorted - 1) / (n - 1) + 0.5)]
   end
   return list
end

local function strip(samples, reach)
   local median = statistics.median(samples)
   local function x(sample)
      return math.max(0.5, math.min(99.5, 50 + 50 * (sample / median - 1) / reach))
   end
   local marks, last = {}, nil
   for _, sample in ipairs(drawn(samples)) do
      local place = at(x(sample))
      if place ~= last then
         marks[#marks + 1], last = ('M%s 3v10'):format(place), place
      end
   end
   local low, high = x(statistics.quantile(samples, 0.25)), x(statistics.quantile(samples, 0.75))
   return element('svg', { viewBox = '0 0 100 16', preserveAspectRatio = 'none', ['aria-hidden'] = 'true' },
      element('path', { class = 'samples', d = table.concat(marks) }),
      element('rect', { class = 'box', x = at(low), y = 1, width = at(math.max(0.4, high - low)), height = 14 }),
      element('path', { class = 'median', d = 'M50 0v16' }))
end

--- The strips; nil for a run without samples.
function spread.render(run)
   local rows = {}
   for _, result in ipairs(run.rows) do
      rows[#rows + 1] = result.samples and #result.samples > 1 and result or nil
   end
   if #rows == 0 then
      return nil
   end
   local reach, lines = reach_of(rows), {}
   for i, result in ipairs(rows) do
      lines[i] = element('div', { class = 'strip' },
         text('span', { class = 'name' }, labels.full(result, run.settings.machine, run.columns.threads)),
         text('span', { class = 'value' }, ('%s ms, %d'):format(numbers.number(statistics.median(result.samples)), #result.samples)),
         strip(result.samples, reach))
   end
   return text('p', {}, ('Each mark is a sample, the box holds the middle half, the line is the median; a strip reaches from %.0f%% below it to '
      .. '%.0f%% above, and samples beyond stand at its ends. Beside it: the median, and the number of samples.'):format(100 * reach, 100 * reach))
      .. element('div', { class = 'strips' }, table.concat(lines, '\n'))
end

return spread
