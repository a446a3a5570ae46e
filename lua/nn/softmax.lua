--- What SoftMax, LogSoftMax and their spatial forms share: a kernel over the middle of three dimensions.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local raw = require('torch.handle').raw

local softmax = {}

--- Sizes of an input as batch × classes × the rest. 1-D and 3-D tensors are one sample, 2-D and 4-D ones a batch; classes (or planes)
-- are the first dimension of a sample.
function softmax.geometry(self, input)
   local p = raw(input)
   local n = p.nDimension
   if n < 1 or n > 4 then
      check.fail(self, '1D, 2D, 3D or 4D tensor expected, got input of size %s', check.size(input))
   end
   local at = (n == 1 or n == 3) and 0 or 1
   local outer = at == 1 and tonumber(p.size[0]) or 1
   local dim = tonumber(p.size[at])
   return outer, dim, input:nElement() / math.max(outer * dim, 1)
end

--- self.output = kernel(input).
function softmax.updateOutput(self, input, kernel)
   local T = check.floating(self, input, 'input')
   local outer, dim, inner = softmax.geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.like(self, 'output', x)
   T.kernels[kernel](output:data(), x:data(), outer, dim, inner)
   return output
end

--- self.gradInput = kernel(gradOutput, self.output).
function softmax.updateGradInput(self, input, gradOutput, kernel)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local outer, dim, inner = softmax.geometry(self, input)
   check.sameSize(self, input, 'input', self.output, 'output')
   check.gradOutput(self, gradOutput, self.output)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels[kernel](gradInput:data(), g:data(), self.output:data(), outer, dim, inner)
   return gradInput
end

return softmax
