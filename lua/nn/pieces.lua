--- Layers whose output is a piece of their input, copied.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local pieces = {}

--- self.output = the piece of the input.
-- @param take function(self, tensor of the input's sizes) → the view that shows the piece
function pieces.updateOutput(self, input, take)
   check.tensor(self, input, 'input')
   local piece = take(self, input)
   return buffers.like(self, 'output', piece):copy(piece)
end

--- self.gradInput = zeros of the sizes of the input, but for the piece, which is gradOutput.
function pieces.updateGradInput(self, input, gradOutput, take)
   if not self.gradInput then
      return nil
   end
   check.tensor(self, gradOutput, 'gradOutput')
   local gradInput = buffers.like(self, 'gradInput', input)
   local piece = take(self, gradInput)
   check.sameCount(self, gradOutput, 'gradOutput', piece, 'output')
   gradInput:zero()
   piece:copy(gradOutput)
   return gradInput
end

return pieces
