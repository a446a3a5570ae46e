--- Layers whose output has the elements of the input, in order, with other sizes.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local views = {}

--- self.output = the input with other sizes: its own elements where they lie one after the other, else those of a copy.
-- @param ... sizes, numbers or one LongStorage
function views.updateOutput(self, input, ...)
   local T = check.tensor(self, input, 'input')
   return buffers.kept(self, 'output', T):view(buffers.contiguous(self, '_input', input), ...)
end

--- self.gradInput = gradOutput with the sizes of the input.
function views.updateGradInput(self, input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   return buffers.kept(self, 'gradInput', T):view(g, input:size())
end

return views
