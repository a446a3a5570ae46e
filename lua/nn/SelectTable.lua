--- nn.SelectTable(index): one entry of a table, by a number (negative: from the end) or by another key. Entries may be nested tables; the
-- gradient of those not selected is 0.
local check = require 'nn.check'

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
      if key == selected then
         gradients[key] = nn.utils.recursiveCopy(gradients[key], gradOutput)
      else
         gradients[key] = nn.utils.recursiveFill(nn.utils.recursiveResizeAs(gradients[key], entry), 0)
      end
   end
   return gradients
end

--- Gradients of another type are made anew, not converted. Returns self.
function SelectTable:type(name, cache)
   if name then
      self.output = {}
      self.gradInput = self.gradInput and {}
   end
   return parent.type(self, name, cache)
end

--- The output is another module's: it is let go of, not emptied.
function SelectTable:clearState()
   self.output, self.gradInput = {}, self.gradInput and {}
   return self
end

function SelectTable:__tostring__()
   return ('%s(%s)'):format(torch.type(self), tostring(self.index))
end
