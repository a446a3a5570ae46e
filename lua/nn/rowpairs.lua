--- Modules that give a number for each pair of rows: nn.DotProduct, nn.CosineDistance, nn.PairwiseDistance.
--
-- input: a pair {a, b} of vectors, or of n × width matrices; output: n numbers, 1 for vectors; gradInput: a pair like the input.
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local rowpairs = {}

-- Type, number of rows, their width, and the pair as contiguous tensors.
local function operands(self, input)
   if type(input) ~= 'table' or #input ~= 2 then
      check.fail(self, 'input must be a pair of vectors or matrices')
   end
   local a, b = input[1], input[2]
   local T = check.floating(self, a, 'input[1]')
   check.floating(self, b, 'input[2]')
   local n = a:dim()
   if n ~= 1 and n ~= 2 then
      check.fail(self, 'input[1] must be a vector or matrix, got size %s', check.size(a))
   end
   check.sameSize(self, b, 'input[2]', a, 'input[1]')
   return T, n == 2 and a:size(1) or 1, a:size(n), buffers.contiguous(self, '_input', a), buffers.contiguous(self, '_input2', b)
end

--- self.output = kernel(a, b, n, width, output); with a number p, kernel(a, b, n, width, p, output).
function rowpairs.updateOutput(self, input, kernel, p)
   local T, n, width, a, b = operands(self, input)
   local output = buffers.sized(self, 'output', T, 1, n)
   local f = T.kernels[kernel]
   if p then
      f(a:data(), b:data(), n, width, p, output:data())
   else
      f(a:data(), b:data(), n, width, output:data())
   end
   return output
end

-- gradOutput, a number for each row, contiguous; and the pair to be filled.
local function gradients(self, T, input, gradOutput, n)
   check.floating(self, gradOutput, 'gradOutput')
   if gradOutput:nElement() ~= n then
      check.fail(self, 'gradOutput of size %s, wanted %d elements', check.size(gradOutput), n)
   end
   local gradInput = self.gradInput
   return buffers.contiguous(self, '_gradOutput', gradOutput), buffers.like(gradInput, 1, input[1], T), buffers.like(gradInput, 2, input[2], T)
end

--- self.gradInput = kernel(a, b, gradOutput, n, width, gradA, gradB); with p, kernel(a, b, output, gradOutput, n, width, p, gradA, gradB).
function rowpairs.updateGradInput(self, input, gradOutput, kernel, p)
   if not self.gradInput then
      return nil
   end
   local T, n, width, a, b = operands(self, input)
   local g, gradA, gradB = gradients(self, T, input, gradOutput, n)
   local f = T.kernels[kernel]
   if p then
      f(a:data(), b:data(), self.output:data(), g:data(), n, width, p, gradA:data(), gradB:data())
   else
      f(a:data(), b:data(), g:data(), n, width, gradA:data(), gradB:data())
   end
   return self.gradInput
end

--- Empties what these modules keep. Returns self.
function rowpairs.clearState(self)
   return nn.utils.clear(nn.Module.clearState(self), '_input2')
end

return rowpairs
