--- What nn.CMaxTable and nn.CMinTable have in common: the best of several tensors, element by element, and which of them it is.
local ffi = require 'ffi'
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local extremes = {}

-- Contiguous ones of a table of tensors, and an array of pointers to their elements.
local function contiguous(T, list)
   local kept, pointers = {}, ffi.new(('const %s *[?]'):format(T.ctype), #list)
   for i, x in ipairs(list) do
      kept[i] = x:contiguous()
      pointers[i - 1] = kept[i]:data()
   end
   return kept, pointers
end

--- Gives a class its passes.
-- @param field where a tensor keeps the number of the winner of each element, from 1
-- @param smallest whether the smallest wins
function extremes.passes(Class, field, smallest)
   function Class:updateOutput(input)
      check.list(self, input, 'input')
      local T = check.floating(self, input[1], 'input[1]')
      local output, index = buffers.like(self, 'output', input[1], T), buffers.like(self, field, input[1], T)
      local kept, pointers = contiguous(T, input)
      T.kernels.CMaxTable_updateOutput(output:data(), index:data(), pointers, #kept, output:nElement(), smallest and 1 or 0)
      return output
   end

   function Class:updateGradInput(input, gradOutput)
      if not self.gradInput then
         return nil
      end
      local T = check.floating(self, gradOutput, 'gradOutput')
      check.sameCount(self, gradOutput, 'gradOutput', self[field], 'output')
      local g, index = buffers.contiguous(self, '_gradOutput', gradOutput), self[field]
      local gradients = buffers.list(self, 'gradInput', input)
      for i, gradient in ipairs(gradients) do
         T.kernels.CMaxTable_updateGradInput(gradient:data(), g:data(), index:data(), g:nElement(), i)
      end
      return gradients
   end
end

return extremes
