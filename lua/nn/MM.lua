--- nn.MM([transA=false] [, transB=false]): the product of a pair {A, B} of matrices, or of a pair of batches of them.
--
-- A: [batch ×] m × k, or k × m with transA; B: [batch ×] k × n, or n × k with transB; output: [batch ×] m × n.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local products = require 'nn.products'

local turned, multiply = products.turned, products.multiply

local MM, parent = torch.class('nn.MM', 'nn.Module')

function MM:__init(transA, transB)
   parent.__init(self)
   self.transA = transA or false
   self.transB = transB or false
   self.gradInput = { torch.Tensor(), torch.Tensor() }
end

-- Type, and the operands as they are multiplied.
local function operands(self, input)
   local T, a, b = products.pair(self, input)
   local n = a:dim()
   if n ~= 2 and n ~= 3 then
      check.fail(self, 'input tensors must be 2D or 3D, got size %s', check.size(a))
   elseif b:dim() ~= n then
      check.fail(self, 'second input tensor must be %dD, got size %s', n, check.size(b))
   elseif n == 3 and a:size(1) ~= b:size(1) then
      check.fail(self, 'inputs must contain the same number of minibatches, got sizes %s and %s', check.size(a), check.size(b))
   end
   a, b = self.transA and turned(a) or a, self.transB and turned(b) or b
   if a:size(n) ~= b:size(n - 1) then
      check.fail(self, 'matrix sizes do not match: %s times %s', check.size(a), check.size(b))
   end
   return T, a, b
end

function MM:updateOutput(input)
   local T, a, b = operands(self, input)
   local output
   if a:dim() == 2 then
      output = buffers.sized(self, 'output', T, 2, a:size(1), b:size(2))
   else
      output = buffers.sized(self, 'output', T, 3, a:size(1), a:size(2), b:size(3))
   end
   multiply(output, a, b)
   return output
end

function MM:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, a, b = operands(self, input)
   check.gradOutput(self, gradOutput, self.output)
   local gradA, gradB = buffers.like(self.gradInput, 1, input[1], T), buffers.like(self.gradInput, 2, input[2], T)
   multiply(self.transA and turned(gradA) or gradA, gradOutput, turned(b))
   multiply(self.transB and turned(gradB) or gradB, turned(a), gradOutput)
   return self.gradInput
end
