--- nn.TemporalConvolution(inputFrameSize, outputFrameSize, kW [, dW=1]): a linear map of each window of kW frames, dW frames apart.
-- Sequences are frames × inputFrameSize, or a batch of them; the output has floor((frames - kW) / dW) + 1 frames of outputFrameSize.
-- weight: outputFrameSize × (kW inputFrameSize), frame by frame; parameters begin as U(±1/√(kW inputFrameSize)).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local convolution = require 'nn.convolution'
local temporal = require 'nn.temporal'
local initial = require 'nn.initial'

local TemporalConvolution, parent = torch.class('nn.TemporalConvolution', 'nn.Module')

function TemporalConvolution:__init(inputFrameSize, outputFrameSize, kW, dW)
   parent.__init(self)
   self.inputFrameSize, self.outputFrameSize = inputFrameSize, outputFrameSize
   self.kW, self.dW = kW, dW or 1
   self.weight = torch.Tensor(outputFrameSize, inputFrameSize * kW)
   self.gradWeight = torch.Tensor(outputFrameSize, inputFrameSize * kW)
   self.bias, self.gradBias = torch.Tensor(outputFrameSize), torch.Tensor(outputFrameSize)
   self:reset()
end

TemporalConvolution.noBias = convolution.noBias

--- New parameters of standard deviation stdv, by default as at first.
function TemporalConvolution:reset(stdv)
   return initial.uniform(self, stdv, self.kW * self.inputFrameSize)
end

local function open(self, input)
   local T = check.floating(self, input, 'input')
   return T, temporal.shape(self, input, self.inputFrameSize, self.outputFrameSize)
end

local function weight_of(self, name, buffer, T)
   return convolution.parameter(self, name, buffer, T, self.outputFrameSize * self.inputFrameSize * self.kW)
end

function TemporalConvolution:updateOutput(input)
   local T, s, batch = open(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local w = weight_of(self, 'weight', '_weight', T)
   local bias = self.bias and convolution.parameter(self, 'bias', '_bias', T, self.outputFrameSize)
   local output = temporal.output(self, T, s, batch)
   check.done(self, T.kernels.TemporalConvolution_updateOutput(s, x:data(), w:data(), bias and bias:data(), output:data()))
   return output
end

function TemporalConvolution:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, s, batch = open(self, input)
   local g = temporal.gradOutput(self, gradOutput, s, batch)
   local w = weight_of(self, 'weight', '_weight', T)
   local gradInput = buffers.like(self, 'gradInput', input)
   check.done(self, T.kernels.TemporalConvolution_updateGradInput(s, g:data(), w:data(), gradInput:data()))
   return gradInput
end

function TemporalConvolution:accGradParameters(input, gradOutput, scale)
   local T, s, batch = open(self, input)
   local g = temporal.gradOutput(self, gradOutput, s, batch)
   local x = buffers.contiguous(self, '_input', input)
   local gradWeight = weight_of(self, 'gradWeight', nil, T)
   local gradBias = self.gradBias and convolution.parameter(self, 'gradBias', nil, T, self.outputFrameSize)
   check.done(self, T.kernels.TemporalConvolution_accGradParameters(s, x:data(), g:data(), gradWeight:data(), gradBias and gradBias:data(),
      scale or 1))
   buffers.back(self.gradWeight, gradWeight)
   if gradBias then
      buffers.back(self.gradBias, gradBias)
   end
end
