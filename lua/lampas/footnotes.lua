--- Footnotes of one table: a mark gets its sign when it is first met.
local text = require 'lampas.text'

local Footnotes = {}
Footnotes.__index = Footnotes

--- A new, empty set.
function Footnotes.new()
   return setmetatable({ order = {}, signs = {} }, Footnotes)
end

--- The signs of a list of marks (published.lua), together; '' for nil.
function Footnotes:signs_of(marks)
   local signs = ''
   for _, mark in ipairs(marks or {}) do
      if not self.signs[mark.name] then
         self.order[#self.order + 1] = mark
         self.signs[mark.name] = text.sign(#self.order)
      end
      signs = signs .. self.signs[mark.name]
   end
   return signs
end

--- The notes given so far, in order: a list of { sign, text }.
function Footnotes:list()
   local list = {}
   for i, mark in ipairs(self.order) do
      list[i] = { sign = self.signs[mark.name], text = mark.text }
   end
   return list
end

return Footnotes
