--- nn.MV([trans=false]): the product of a pair {M, v} of a matrix and a vector, or of a pair of batches of them.
--
-- M: [batch ×] m × n, or n × m with trans; v: [batch ×] n; output: [batch ×] m.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local products = require 'nn.products'

local turned, multiply = products.turned, products.multiply

local MV, parent = torch.class('nn.MV', 'nn.Module')

function MV:__init(trans)
   parent.__init(self)
   if trans ~= nil and type(trans) ~= 'boolean' then
      check.fail(self, 'trans must be a boolean value, got %s', torch.type(trans))
   end
   self.trans = trans or false
   self.gradInput = { torch.Tensor(), torch.Tensor() }
end

-- Type, and matrices and column vectors as batches.
local function operands(self, input)
   local T, M, v = products.pair(self, input)
   local n = M:dim()
   if n ~= 2 and n ~= 3 then
      check.fail(self, 'input matrix must be 2D or 3D, got size %s', check.size(M))
   elseif v:dim() ~= n - 1 then
      check.fail(self, 'input vector must be %dD, got size %s', n - 1, check.size(v))
   elseif n == 3 and M:size(1) ~= v:size(1) then
      check.fail(self, 'inputs must contain the same number of minibatches, got sizes %s and %s', check.size(M), check.size(v))
   end
   M = self.trans and turned(M) or M
   if M:size(n) ~= v:size(n - 1) then
      check.fail(self, 'matrix row count and vector length do not match: %s times %s', check.size(M), check.size(v))
   end
   return T, M, v
end

-- x with a last dimension of size 1.
local function column(x)
   return nn.utils.addSingletonDimension(x, x:dim() + 1)
end

local function row(x)
   return nn.utils.addSingletonDimension(x, x:dim())
end

function MV:updateOutput(input)
   local T, M, v = operands(self, input)
   local output
   if M:dim() == 2 then
      output = buffers.sized(self, 'output', T, 1, M:size(1))
   else
      output = buffers.sized(self, 'output', T, 2, M:size(1), M:size(2))
   end
   multiply(column(output), M, column(v))
   return output
end

function MV:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, M, v = operands(self, input)
   check.gradOutput(self, gradOutput, self.output)
   local gradM, gradV = buffers.like(self.gradInput, 1, input[1], T), buffers.like(self.gradInput, 2, input[2], T)
   multiply(self.trans and turned(gradM) or gradM, column(gradOutput), row(v))
   multiply(column(gradV), turned(M), column(gradOutput))
   return self.gradInput
end
