--- nn.SpatialSubSampling(nInputPlane, kW, kH [, dW=1] [, dH=1]): the sum of each window of kW × kH elements, times weight and plus bias of
-- its plane. Output sizes are floor((size - k) / d) + 1; parameters begin as U(±1/√(kW kH)).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local convolution = require 'nn.convolution'
local filters = require 'nn.filters'
local initial = require 'nn.initial'

local SpatialSubSampling, parent = torch.class('nn.SpatialSubSampling', 'nn.Module')

function SpatialSubSampling:__init(nInputPlane, kW, kH, dW, dH)
   parent.__init(self)
   self.nInputPlane, self.kW, self.kH, self.dW, self.dH = nInputPlane, kW, kH, dW or 1, dH or 1
   self.weight, self.gradWeight = torch.Tensor(nInputPlane), torch.Tensor(nInputPlane)
   self.bias, self.gradBias = torch.Tensor(nInputPlane), torch.Tensor(nInputPlane)
   self:reset()
end

--- New parameters of standard deviation stdv, by default as at first.
function SpatialSubSampling:reset(stdv)
   return initial.uniform(self, stdv, self.kW * self.kH)
end

local function open(self, input)
   local T = check.floating(self, input, 'input')
   local s = convolution.window(self)
   return T, s, filters.oneToOne(self.nInputPlane), convolution.sizes(self, s, input, self.nInputPlane, self.nInputPlane)
end

function SpatialSubSampling:updateOutput(input)
   local T, s, links, batch, oH, oW = open(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local bias = self.bias and convolution.parameter(self, 'bias', '_bias', T, self.nInputPlane)
   local output = buffers.map(self, 'output', T, batch, self.nInputPlane, oH, oW)
   filters.forward(self, T, s, links, x, filters.constant(self, T, self.kH * self.kW), bias, output)
   return output
end

function SpatialSubSampling:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, s, links, batch, oH, oW = open(self, input)
   local g = convolution.gradOutput(self, gradOutput, batch, self.nInputPlane, oH, oW)
   local gradInput = buffers.like(self, 'gradInput', input)
   filters.backward(self, T, s, links, g, filters.constant(self, T, self.kH * self.kW), nil, gradInput)
   return gradInput
end

function SpatialSubSampling:accGradParameters(input, gradOutput, scale)
   local T, s, links, batch, oH, oW = open(self, input)
   local g = convolution.gradOutput(self, gradOutput, batch, self.nInputPlane, oH, oW)
   filters.accumulateConstant(self, T, s, links, buffers.contiguous(self, '_input', input), g, scale or 1)
   if self.gradBias then
      filters.accumulateBias(self, T, g, batch or 1, self.nInputPlane, scale or 1)
   end
end

function SpatialSubSampling:clearState()
   nn.utils.clear(self, '_filter')
   return parent.clearState(self)
end
