--- nn.TemporalRowConvolution(inputFrameSize, kW [, dW=1] [, featFirst=false]): each feature of a sequence by itself through a filter over
-- kW frames, dW frames apart, plus a bias of the feature. Sequences are frames × inputFrameSize, or with featFirst inputFrameSize × frames, or
-- batches of them; the output has floor((frames - kW) / dW) + 1 frames. weight: inputFrameSize × 1 × kW; parameters begin as
-- U(±1/√(kW inputFrameSize)).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local convolution = require 'nn.convolution'
local filters = require 'nn.filters'
local temporal = require 'nn.temporal'
local raw = require('torch.handle').raw
local initial = require 'nn.initial'

local TemporalRowConvolution, parent = torch.class('nn.TemporalRowConvolution', 'nn.Module')

function TemporalRowConvolution:__init(inputFrameSize, kW, dW, featFirst)
   parent.__init(self)
   self.inputFrameSize, self.kW, self.dW = inputFrameSize, kW, dW or 1
   self.featFirst = featFirst and true or false
   self.weight, self.gradWeight = torch.Tensor(inputFrameSize, 1, kW), torch.Tensor(inputFrameSize, 1, kW)
   self.bias, self.gradBias = torch.Tensor(inputFrameSize), torch.Tensor(inputFrameSize)
   self.finput, self.fgradInput = torch.Tensor(), torch.Tensor()
   self:reset()
end

TemporalRowConvolution.noBias = convolution.noBias
convolution.giveRest(TemporalRowConvolution, parent)

--- New parameters of standard deviation stdv, by default as at first.
function TemporalRowConvolution:reset(stdv)
   return initial.uniform(self, stdv, self.kW * self.inputFrameSize)
end

local function parameter(self, name, buffer, T)
   return convolution.parameter(self, name, buffer, T, self.inputFrameSize * (name:lower():find('weight') and self.kW or 1))
end

-- ---- frames × features: the filters of neighbouring features side by side -------------------------------------------------------------

local frames = {}

function frames.open(self, input)
   local T = check.floating(self, input, 'input')
   return T, temporal.shape(self, input, self.inputFrameSize, self.inputFrameSize)
end

-- kW × inputFrameSize
local function turned_weight(self, T)
   return parameter(self, 'weight', '_weight', T):view(self.inputFrameSize, self.kW):t():contiguous()
end

function frames.updateOutput(self, input)
   local T, s, batch = frames.open(self, input)
   local x, w = buffers.contiguous(self, '_input', input), turned_weight(self, T)
   local bias = self.bias and parameter(self, 'bias', '_bias', T)
   local output = temporal.output(self, T, s, batch)
   T.kernels.FrameFilters_updateOutput(s, self.inputFrameSize, x:data(), w:data(), bias and bias:data(), output:data())
   return output
end

function frames.updateGradInput(self, input, gradOutput)
   local T, s, batch = frames.open(self, input)
   local g, w = temporal.gradOutput(self, gradOutput, s, batch), turned_weight(self, T)
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.FrameFilters_updateGradInput(s, self.inputFrameSize, g:data(), w:data(), gradInput:data())
   return gradInput
end

function frames.accGradParameters(self, input, gradOutput, scale)
   local T, s, batch = frames.open(self, input)
   local g = temporal.gradOutput(self, gradOutput, s, batch)
   local x = buffers.contiguous(self, '_input', input)
   local gradient = T.newTensor():resize(self.kW, self.inputFrameSize):zero()
   local gradBias = self.gradBias and parameter(self, 'gradBias', nil, T)
   T.kernels.FrameFilters_accGradParameters(s, self.inputFrameSize, x:data(), g:data(), gradient:data(), gradBias and gradBias:data(), scale)
   self.gradWeight:add(gradient:t():contiguous():viewAs(self.gradWeight))
   if gradBias then
      buffers.back(self.gradBias, gradBias)
   end
end

-- ---- features × frames: each feature a plane of one row ----------------------------------------------------------------------------------

local planes = {}

function planes.open(self, input)
   local T = check.floating(self, input, 'input')
   local batch, at = check.map(self, input, 1, self.inputFrameSize)
   local n = tonumber(raw(input).size[at + 1])
   if n < self.kW then
      check.fail(self, 'input sequence smaller than kernel size. Got: %d, Expected: %d', n, self.kW)
   end
   local s = filters.rows(self.inputFrameSize, batch or 1, n, self.kW, self.dW)
   return T, s, filters.oneToOne(self.inputFrameSize), batch, tonumber(s.outputWidth)
end

function planes.updateOutput(self, input)
   local T, s, links, batch, n = planes.open(self, input)
   local x, w = buffers.contiguous(self, '_input', input), parameter(self, 'weight', '_weight', T)
   local bias = self.bias and parameter(self, 'bias', '_bias', T)
   local output = buffers.map(self, 'output', T, batch, self.inputFrameSize, n)
   filters.forward(self, T, s, links, x, w, bias, output)
   return output
end

function planes.updateGradInput(self, input, gradOutput)
   local T, s, links, batch, n = planes.open(self, input)
   local g = convolution.gradOutput(self, gradOutput, batch, self.inputFrameSize, n)
   local gradInput = buffers.like(self, 'gradInput', input)
   filters.backward(self, T, s, links, g, parameter(self, 'weight', '_weight', T), nil, gradInput)
   return gradInput
end

function planes.accGradParameters(self, input, gradOutput, scale)
   local T, s, links, batch, n = planes.open(self, input)
   local g = convolution.gradOutput(self, gradOutput, batch, self.inputFrameSize, n)
   local gradWeight = parameter(self, 'gradWeight', nil, T)
   filters.accumulate(self, T, s, links, buffers.contiguous(self, '_input', input), g, gradWeight, scale)
   buffers.back(self.gradWeight, gradWeight)
   if self.gradBias then
      filters.accumulateBias(self, T, g, batch or 1, self.inputFrameSize, scale)
   end
end

-- ---- either ---------------------------------------------------------------------------------------------------------------------------

local function layout(self)
   return self.featFirst and planes or frames
end

function TemporalRowConvolution:updateOutput(input)
   return layout(self).updateOutput(self, input)
end

function TemporalRowConvolution:updateGradInput(input, gradOutput)
   return self.gradInput and layout(self).updateGradInput(self, input, gradOutput)
end

function TemporalRowConvolution:accGradParameters(input, gradOutput, scale)
   layout(self).accGradParameters(self, input, gradOutput, scale or 1)
end
