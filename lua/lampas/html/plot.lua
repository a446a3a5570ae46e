--- A plot with two logarithmic axes, as inline SVG: its frame, lines and points.
local markup = require 'lampas.html.markup'
local scale = require 'lampas.html.scale'

local element, text, at = markup.element, markup.text, markup.coordinate

local Plot = {}
Plot.__index = Plot

local WIDTH, HEIGHT = 520, 380
local LEFT, RIGHT, TOP, BOTTOM = 56, 24, 14, 46
local TICKS = 8

--- A plot.
-- @param x, y { title, values = what must be within, tick(value) → text }
function Plot.new(x, y)
   local self = setmetatable({ parts = {}, labels = {}, titles = { x = x.title, y = y.title } }, Plot)
   self.low_x, self.high_x = scale.ends(x.values)
   self.low_y, self.high_y = scale.ends(y.values)
   self.x = scale.logarithmic(self.low_x, self.high_x, LEFT, WIDTH - RIGHT)
   self.y = scale.logarithmic(self.low_y, self.high_y, HEIGHT - BOTTOM, TOP)
   for _, value in ipairs(scale.ticks(self.low_x, self.high_x, TICKS)) do
      self:stroke('rule', self.x(value), TOP, self.x(value), HEIGHT - BOTTOM)
      self:write(x.tick(value), self.x(value), HEIGHT - BOTTOM + 16, { ['text-anchor'] = 'middle' })
   end
   for _, value in ipairs(scale.ticks(self.low_y, self.high_y, TICKS)) do
      self:stroke('rule', LEFT, self.y(value), WIDTH - RIGHT, self.y(value))
      self:write(y.tick(value), LEFT - 6, self.y(value) + 4, { ['text-anchor'] = 'end' })
   end
   return self
end

function Plot:add(part)
   self.parts[#self.parts + 1] = part
end

--- A line between coordinates.
function Plot:stroke(class, x1, y1, x2, y2)
   self:add(element('line', { class = class, x1 = at(x1), y1 = at(y1), x2 = at(x2), y2 = at(y2) }))
end

--- A text at coordinates.
function Plot:write(words, x, y, attributes)
   attributes = attributes or {}
   attributes.x, attributes.y = at(x), at(y)
   self:add(text('text', attributes, words))
end

local LETTER = 6.2              -- the width of a letter of a label, about
local ABOVE, BELOW = -5, 13     -- where a label stands

--- A line between values, with a label along it, above all points; `share` says how far along (0 to 1) the label begins, if there is room.
-- @param x1, y1, x2, y2 values; within the axes, or it is bent
-- @param below true: the label stands below the line
function Plot:line(class, x1, y1, x2, y2, label, share, below)
   x1, y1, x2, y2 = self.x(x1), self.y(y1), self.x(x2), self.y(y2)
   self:stroke(class, x1, y1, x2, y2)
   local x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
   local angle = math.deg(math.atan2(y2 - y1, x2 - x1))
   if angle == 0 then
      x = math.min(x, WIDTH - LETTER * #label)
   end
   self.labels[#self.labels + 1] = text('text', {
      class = 'roof-label', x = at(x), y = at(y + (below and BELOW or ABOVE)), transform = ('rotate(%s %s %s)'):format(at(angle), at(x), at(y)),
   }, label)
end

local RADIUS = 4

--- A point at values: a circle, or a square.
-- @param title what is shown where the pointer rests on it
function Plot:point(class, square, x, y, title)
   x, y = self.x(x), self.y(y)
   local note = text('title', {}, title)
   if square then
      local side = at(2 * RADIUS - 1)
      self:add(element('rect', { class = class, x = at(x - RADIUS + 0.5), y = at(y - RADIUS + 0.5), width = side, height = side }, note))
   else
      self:add(element('circle', { class = class, cx = at(x), cy = at(y), r = RADIUS }, note))
   end
end

--- The whole image.
-- @param description for those who cannot see it
function Plot:svg(description)
   self:write(self.titles.x, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, { ['text-anchor'] = 'middle' })
   local x, y = 13, (TOP + HEIGHT - BOTTOM) / 2
   self:write(self.titles.y, x, y, { ['text-anchor'] = 'middle', transform = ('rotate(-90 %s %s)'):format(at(x), at(y)) })
   return element('svg', { viewBox = ('0 0 %d %d'):format(WIDTH, HEIGHT), role = 'img', ['aria-label'] = description },
      table.concat(self.parts, '\n'), '\n', self.labels)
end

return Plot
