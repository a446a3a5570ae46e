--- nn.TemporalSubSampling(inputFrameSize, kW [, dW=1]): for each feature, the sum of each window of kW frames, dW frames apart, times weight
-- and plus bias of the feature. Sequences are frames × inputFrameSize, or a batch of them; the output has floor((frames - kW) / dW) + 1
-- frames. Parameters begin as U(±1/√kW).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local convolution = require 'nn.convolution'
local temporal = require 'nn.temporal'
local initial = require 'nn.initial'

local TemporalSubSampling, parent = torch.class('nn.TemporalSubSampling', 'nn.Module')

local ONE_WEIGHT = 0 -- elements from the weights of one frame of a window to those of the next

function TemporalSubSampling:__init(inputFrameSize, kW, dW)
   parent.__init(self)
   self.inputFrameSize, self.kW, self.dW = inputFrameSize, kW, dW or 1
   self.weight, self.gradWeight = torch.Tensor(inputFrameSize), torch.Tensor(inputFrameSize)
   self.bias, self.gradBias = torch.Tensor(inputFrameSize), torch.Tensor(inputFrameSize)
   self:reset()
end

--- New parameters of standard deviation stdv, by default as at first.
function TemporalSubSampling:reset(stdv)
   return initial.uniform(self, stdv, self.kW)
end

local function open(self, input)
   local T = check.floating(self, input, 'input')
   return T, temporal.shape(self, input, self.inputFrameSize, self.inputFrameSize)
end

function TemporalSubSampling:updateOutput(input)
   local T, s, batch = open(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local w = convolution.parameter(self, 'weight', '_weight', T, self.inputFrameSize)
   local bias = self.bias and convolution.parameter(self, 'bias', '_bias', T, self.inputFrameSize)
   local output = temporal.output(self, T, s, batch)
   T.kernels.FrameFilters_updateOutput(s, ONE_WEIGHT, x:data(), w:data(), bias and bias:data(), output:data())
   return output
end

function TemporalSubSampling:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, s, batch = open(self, input)
   local g = temporal.gradOutput(self, gradOutput, s, batch)
   local w = convolution.parameter(self, 'weight', '_weight', T, self.inputFrameSize)
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.FrameFilters_updateGradInput(s, ONE_WEIGHT, g:data(), w:data(), gradInput:data())
   return gradInput
end

function TemporalSubSampling:accGradParameters(input, gradOutput, scale)
   local T, s, batch = open(self, input)
   local g = temporal.gradOutput(self, gradOutput, s, batch)
   local x = buffers.contiguous(self, '_input', input)
   local gradWeight = convolution.parameter(self, 'gradWeight', nil, T, self.inputFrameSize)
   local gradBias = self.gradBias and convolution.parameter(self, 'gradBias', nil, T, self.inputFrameSize)
   T.kernels.FrameFilters_accGradParameters(s, ONE_WEIGHT, x:data(), g:data(), gradWeight:data(), gradBias and gradBias:data(), scale or 1)
   buffers.back(self.gradWeight, gradWeight)
   if gradBias then
      buffers.back(self.gradBias, gradBias)
   end
end
