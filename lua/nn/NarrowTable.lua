--- nn.NarrowTable(offset [, length=1]): the entries offset … offset + length - 1 of a table, as a table. Entries may be nested tables; the
-- gradient of the others is 0.
--
-- A negative offset counts from the end. A negative length counts the last entry from the end, -1 being the last of all.
local check = require 'nn.check'
local entries = require 'nn.entries'

local NarrowTable, parent = torch.class('nn.NarrowTable', 'nn.Module')

function NarrowTable:__init(offset, length)
   parent.__init(self)
   self.offset = offset
   self.length = length or 1
   self.output = {}
   self.gradInput = {}
end

local function range(self, input)
   local n = #input
   local first = self.offset < 0 and n + self.offset + 1 or self.offset
   local last = self.length < 0 and n + self.length + 1 or first + self.length - 1
   if first < 1 or last > n or last < first then
      check.fail(self, 'entries %d … %d wanted of %d', first, last, n)
   end
   return first, last
end

local function shorten(list, n)
   for i = #list, n + 1, -1 do
      list[i] = nil
   end
end

function NarrowTable:updateOutput(input)
   local first, last = range(self, input)
   for i = first, last do
      self.output[i - first + 1] = input[i]
   end
   shorten(self.output, last - first + 1)
   return self.output
end

function NarrowTable:updateGradInput(input, gradOutput)
   local gradients = self.gradInput
   if not gradients then
      return nil
   end
   local first, last = range(self, input)
   for i = 1, #input do
      local given = i >= first and i <= last and gradOutput[i - first + 1] or nil
      gradients[i] = entries.gradient(gradients[i], input[i], given)
   end
   shorten(gradients, #input)
   return gradients
end

entries.define(NarrowTable, parent)
