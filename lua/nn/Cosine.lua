--- nn.Cosine(inputSize, outputSize): the cosines x·w_j / (‖x‖ ‖w_j‖) with learnt vectors, the rows of weight (outputSize × inputSize).
--
-- input: inputSize, or batch × inputSize; output: outputSize, or batch × outputSize. Each norm is increased by 1e-12. weight begins as
-- U(±1/√outputSize).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local initial = require 'nn.initial'

local Cosine, parent = torch.class('nn.Cosine', 'nn.Module')

function Cosine:__init(inputSize, outputSize)
   parent.__init(self)
   self.weight = torch.Tensor(outputSize, inputSize)
   self.gradWeight = torch.Tensor(outputSize, inputSize):zero()
   self:reset()
end

--- New vectors of standard deviation stdv, by default as at first.
function Cosine:reset(stdv)
   return initial.uniform(self, stdv, self.weight:size(1))
end

-- Type, batch size (nil for a vector), input and output size.
local function geometry(self, input)
   local nInput = self.weight:size(2)
   return check.floating(self, input, 'input'), check.vectors(self, input, nInput), nInput, self.weight:size(1)
end

function Cosine:updateOutput(input)
   local T, batch, nInput, nOutput = geometry(self, input)
   local x, weight = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_weight', self.weight)
   local xNorm, weightNorm = buffers.sized(self, '_inputNorm', T, 1, batch or 1), buffers.sized(self, '_weightNorm', T, 1, nOutput)
   local output = batch and buffers.sized(self, 'output', T, 2, batch, nOutput) or buffers.sized(self, 'output', T, 1, nOutput)
   check.done(self, T.kernels.Cosine_updateOutput(batch or 1, nInput, nOutput, x:data(), weight:data(), xNorm:data(), weightNorm:data(),
      output:data()))
   return output
end

-- Contiguous gradOutput, and that over the norms, which the last forward call left.
local function slope_of(self, T, gradOutput, batch, nOutput)
   check.gradOutput(self, gradOutput, self.output)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local slope = buffers.like(self, '_sum', g)
   T.kernels.Cosine_slope(batch or 1, nOutput, g:data(), self._inputNorm:data(), self._weightNorm:data(), slope:data())
   return g, slope
end

function Cosine:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, batch, nInput, nOutput = geometry(self, input)
   local x, weight = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_weight', self.weight)
   local g, slope = slope_of(self, T, gradOutput, batch, nOutput)
   local gradInput = buffers.like(self, 'gradInput', input)
   check.done(self, T.kernels.Cosine_updateGradInput(batch or 1, nInput, nOutput, x:data(), weight:data(), self._inputNorm:data(), g:data(),
      self.output:data(), slope:data(), gradInput:data()))
   return gradInput
end

function Cosine:accGradParameters(input, gradOutput, scale)
   local T, batch, nInput, nOutput = geometry(self, input)
   local x, weight = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_weight', self.weight)
   local g, slope = slope_of(self, T, gradOutput, batch, nOutput)
   local sums = buffers.sized(self, '_sums', T, 1, nOutput)
   local gradWeight = self.gradWeight:contiguous()
   check.done(self, T.kernels.Cosine_accGradParameters(batch or 1, nInput, nOutput, x:data(), weight:data(), self._weightNorm:data(), g:data(),
      self.output:data(), slope:data(), scale or 1, sums:data(), gradWeight:data()))
   buffers.back(self.gradWeight, gradWeight)
end

function Cosine:clearState()
   nn.utils.clear(self, '_inputNorm', '_weightNorm', '_sum', '_sums')
   return parent.clearState(self)
end
