--- What nn.Euclidean and nn.WeightedEuclidean share: distances from the columns of weight, which diagCov, where there is one, scales.
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local centres = {}

-- Type, batch size (nil for a vector), input and output size.
local function geometry(self, input)
   local nInput = self.weight:size(1)
   return check.floating(self, input, 'input'), check.vectors(self, input, nInput), nInput, self.weight:size(2)
end

-- Contiguous weight and scale (nil where there is none).
local function parameters(self)
   return buffers.contiguous(self, '_weight', self.weight), self.diagCov and buffers.contiguous(self, '_diagCov', self.diagCov)
end

local function pointer(x)
   return x and x:data()
end

function centres.updateOutput(self, input)
   local T, batch, nInput, nOutput = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local weight, scale = parameters(self)
   local output = batch and buffers.sized(self, 'output', T, 2, batch, nOutput) or buffers.sized(self, 'output', T, 1, nOutput)
   T.kernels.Euclidean_updateOutput(batch or 1, nInput, nOutput, x:data(), weight:data(), pointer(scale), output:data())
   return output
end

-- gradOutput over the distance.
local function slope_of(self, T, gradOutput)
   check.gradOutput(self, gradOutput, self.output)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local slope = buffers.like(self, '_slope', self.output)
   T.kernels.Euclidean_slope(g:nElement(), g:data(), self.output:data(), slope:data())
   return slope
end

function centres.updateGradInput(self, input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, batch, nInput, nOutput = geometry(self, input)
   local x, slope = buffers.contiguous(self, '_input', input), slope_of(self, T, gradOutput)
   local weight, scale = parameters(self)
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.Euclidean_updateGradInput(batch or 1, nInput, nOutput, x:data(), weight:data(), pointer(scale), slope:data(), gradInput:data())
   return gradInput
end

--- Adds to the gradients, which may be the parameters themselves.
function centres.accGradParameters(self, input, gradOutput, factor)
   local T, batch, nInput, nOutput = geometry(self, input)
   local x, slope = buffers.contiguous(self, '_input', input), slope_of(self, T, gradOutput)
   local weight, scale = parameters(self)
   local gradWeight, gradScale = self.gradWeight:contiguous(), self.diagCov and self.gradDiagCov:contiguous()
   T.kernels.Euclidean_accGradParameters(batch or 1, nInput, nOutput, x:data(), weight:data(), pointer(scale), slope:data(), factor or 1,
      gradWeight:data(), pointer(gradScale))
   buffers.back(self.gradWeight, gradWeight)
   if gradScale then
      buffers.back(self.gradDiagCov, gradScale)
   end
end

--- Empties what these modules keep. Returns self.
function centres.clearState(self)
   return nn.utils.clear(nn.Module.clearState(self), '_slope', '_diagCov')
end

return centres
