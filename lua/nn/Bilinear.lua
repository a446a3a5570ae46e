--- nn.Bilinear(inputSize1, inputSize2, outputSize [, bias=true]): y_k = a · W_k b + bias_k for each row of a pair {a, b}.
--
-- input: { batch × inputSize1, batch × inputSize2 }; output: batch × outputSize; weight: outputSize × inputSize1 × inputSize2. Both parameters
-- begin as U(±1/√inputSize1).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local blame = require 'lampas.blame'
local initial = require 'nn.initial'

local Bilinear, parent = torch.class('nn.Bilinear', 'nn.Module')

function Bilinear:__init(inputSize1, inputSize2, outputSize, bias)
   parent.__init(self)
   if not (inputSize1 and inputSize2 and outputSize) then
      blame('nn.Bilinear: should specify inputSize1, inputSize2 and outputSize')
   elseif inputSize1 <= 0 or inputSize2 <= 0 or outputSize <= 0 then
      blame('nn.Bilinear: inputSize1, inputSize2 and outputSize should be integer numbers greater than 0')
   end
   self.weight = torch.Tensor(outputSize, inputSize1, inputSize2)
   self.gradWeight = torch.Tensor(outputSize, inputSize1, inputSize2)
   if bias == nil or bias then
      self.bias = torch.Tensor(outputSize)
      self.gradBias = torch.Tensor(outputSize)
   end
   self.gradInput = { torch.Tensor(), torch.Tensor() }
   self:reset()
end

--- New parameters of standard deviation stdv, by default as at first.
function Bilinear:reset(stdv)
   return initial.uniform(self, stdv, self.weight:size(2))
end

-- Type, batch size, sizes of both inputs and of the output, contiguous inputs and scratch memory.
local function operands(self, input)
   if type(input) ~= 'table' or #input ~= 2 then
      check.fail(self, 'input should be a table containing two data Tensors')
   end
   local T = check.floating(self, input[1], 'input[1]')
   check.floating(self, input[2], 'input[2]')
   local a, b, weight = input[1], input[2], self.weight
   local n1, n2 = weight:size(2), weight:size(3)
   for i = 1, 2 do
      if input[i]:dim() ~= 2 or input[i]:size(2) ~= weight:size(i + 1) then
         check.fail(self, 'input[%d] of size %s, wanted batch x %d', i, check.size(input[i]), weight:size(i + 1))
      end
   end
   if a:size(1) ~= b:size(1) then
      check.fail(self, 'input Tensors should have the same number of rows, got %d and %d', a:size(1), b:size(1))
   end
   local scratch = buffers.sized(self, 'buff1', T, 2, a:size(1), math.max(n1, n2))
   return T, a:size(1), n1, n2, weight:size(1), buffers.contiguous(self, '_input', a), buffers.contiguous(self, '_input2', b), scratch
end

function Bilinear:updateOutput(input)
   local T, batch, n1, n2, nOutput, a, b, scratch = operands(self, input)
   local weight = buffers.contiguous(self, '_weight', self.weight)
   local bias = self.bias and buffers.contiguous(self, '_bias', self.bias)
   local output = buffers.sized(self, 'output', T, 2, batch, nOutput)
   check.done(self, T.kernels.Bilinear_updateOutput(batch, n1, n2, nOutput, a:data(), b:data(), weight:data(), bias and bias:data(),
      scratch:data(), output:data()))
   return output
end

-- Contiguous gradOutput.
local function gradient(self, gradOutput, batch, nOutput)
   check.floating(self, gradOutput, 'gradOutput')
   if gradOutput:dim() ~= 2 or gradOutput:size(1) ~= batch or gradOutput:size(2) ~= nOutput then
      check.fail(self, 'gradOutput of size %s, wanted %dx%d', check.size(gradOutput), batch, nOutput)
   end
   return buffers.contiguous(self, '_gradOutput', gradOutput)
end

function Bilinear:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, batch, n1, n2, nOutput, a, b, scratch = operands(self, input)
   local g = gradient(self, gradOutput, batch, nOutput)
   local weight = buffers.contiguous(self, '_weight', self.weight)
   local gradA, gradB = buffers.like(self.gradInput, 1, a), buffers.like(self.gradInput, 2, b)
   check.done(self, T.kernels.Bilinear_updateGradInput(batch, n1, n2, nOutput, a:data(), b:data(), weight:data(), g:data(), scratch:data(),
      gradA:data(), gradB:data()))
   return self.gradInput
end

function Bilinear:accGradParameters(input, gradOutput, scale)
   local T, batch, n1, n2, nOutput, a, b, scratch = operands(self, input)
   local g = gradient(self, gradOutput, batch, nOutput)
   scale = scale or 1
   local gradWeight = self.gradWeight:contiguous()
   check.done(self, T.kernels.Bilinear_accGradParameters(batch, n1, n2, nOutput, a:data(), b:data(), g:data(), scale, scratch:data(),
      gradWeight:data()))
   buffers.back(self.gradWeight, gradWeight)
   if self.gradBias then
      self.gradBias:add(scale, g:sum(1):view(-1))
   end
end

-- Accumulating into the weights themselves is right for shared ones, too.
Bilinear.sharedAccUpdateGradParameters = parent.defaultAccUpdateGradParameters

function Bilinear:clearState()
   nn.utils.clear(self, 'buff1', '_input2')
   return parent.clearState(self)
end

function Bilinear:__tostring__()
   local weight = self.weight
   return ('%s(%dx%d -> %d)%s'):format(torch.type(self), weight:size(2), weight:size(3), weight:size(1), self.bias and '' or ' without bias')
end
