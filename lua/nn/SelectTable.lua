--- nn.SelectTable(index): one entry of a table, by a number (negative: from the end) or by another key. Entries may be nested tables; the
-- gradient of those not selected is 0.
local check = require 'nn.check'
local entries = require 'nn.entries'

local SelectTable, parent = torch.class('nn.SelectTable', 'nn.Module')

function SelectTable:__init(index)
   parent.__init(self)
   self.index = index
   self.gradInput = {}
end

local function key_of(self, input)
   local index = self.index
   local key = type(index) == 'number' and index < 0 and #input + index + 1 or index
   if input[key] == nil then
      check.fail(self, 'index does not exist in the input table')
   end
   return key
end

function SelectTable:updateOutput(input)
   self.output = input[key_of(self, input)]
   return self.output
end

function SelectTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local selected, gradients = key_of(self, input), self.gradInput
   for key in pairs(gradients) do
      if input[key] == nil then
         gradients[key] = nil
      end
   end
   for key, entry in pairs(input) do
      gradients[key] = entries.gradient(gradients[key], entry, key == selected and gradOutput or nil)
   end
   return gradients
end

entries.define(SelectTable, parent)

function SelectTable:__tostring__()
   return ('%s(%s)'):format(torch.type(self), tostring(self.index))
end
