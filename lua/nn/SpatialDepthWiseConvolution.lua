--- nn.SpatialDepthWiseConvolution(nInputPlane, nOutputPlane, kW, kH [, dW=1] [, dH=1] [, padW=0] [, padH=padW]): each input plane by itself
-- through nOutputPlane filters of its own, to nInputPlane × nOutputPlane planes: output plane (c - 1) nOutputPlane + o is input plane c
-- correlated with its filter o, plus bias[o][c]. weight: nOutputPlane × (nInputPlane kH kW), bias: nOutputPlane × nInputPlane.
-- Output sizes are floor((size + 2 pad - k) / d) + 1; parameters begin as U(±1/√(kW kH nInputPlane)).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local convolution = require 'nn.convolution'
local filters = require 'nn.filters'

local SpatialDepthWiseConvolution, parent = torch.class('nn.SpatialDepthWiseConvolution', 'nn.Module')

function SpatialDepthWiseConvolution:__init(nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH)
   parent.__init(self)
   self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
   self.kW, self.kH = kW, kH
   self.dW, self.dH = dW or 1, dH or 1
   self.padW = padW or 0
   self.padH = padH or self.padW
   local inputs = nInputPlane * kH * kW
   self.weight, self.gradWeight = torch.Tensor(nOutputPlane, inputs), torch.Tensor(nOutputPlane, inputs)
   self.bias, self.gradBias = torch.Tensor(nOutputPlane, nInputPlane), torch.Tensor(nOutputPlane, nInputPlane)
   self.finput, self.fgradInput = torch.Tensor(), torch.Tensor()
   self:reset()
end

SpatialDepthWiseConvolution.reset, SpatialDepthWiseConvolution.noBias = convolution.reset, convolution.noBias
SpatialDepthWiseConvolution.__tostring__ = convolution.describe
convolution.giveRest(SpatialDepthWiseConvolution, parent)

-- What a pass takes: type, shape, connections, batch size, planes and sizes of the output.
local function open(self, input)
   local T = check.floating(self, input, 'input')
   convolution.modernise(self)
   local s, inputs, multiplier = convolution.window(self), self.nInputPlane, self.nOutputPlane
   local planes = inputs * multiplier
   local links = filters.connect(planes, function(to)
      local from = math.floor(to / multiplier)
      return from, to, to % multiplier * inputs + from
   end)
   local batch, oH, oW = convolution.sizes(self, s, input, inputs, planes)
   return T, s, links, batch, planes, oH, oW
end

local function weight_of(self, name, buffer, T, planes)
   return convolution.parameter(self, name, buffer, T, planes * self.kH * self.kW)
end

function SpatialDepthWiseConvolution:updateOutput(input)
   local T, s, links, batch, planes, oH, oW = open(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local w = weight_of(self, 'weight', '_weight', T, planes)
   local bias
   if self.bias then -- in the order of the output's planes
      bias = convolution.parameter(self, 'bias', '_bias', T, planes):view(self.nOutputPlane, self.nInputPlane):t():contiguous()
   end
   local output = buffers.map(self, 'output', T, batch, planes, oH, oW)
   filters.forward(self, T, s, links, x, w, bias, output)
   return output
end

function SpatialDepthWiseConvolution:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, s, links, batch, planes, oH, oW = open(self, input)
   local g = convolution.gradOutput(self, gradOutput, batch, planes, oH, oW)
   local gradInput = buffers.like(self, 'gradInput', input)
   filters.backward(self, T, s, links, g, weight_of(self, 'weight', '_weight', T, planes), nil, gradInput)
   return gradInput
end

function SpatialDepthWiseConvolution:accGradParameters(input, gradOutput, scale)
   local T, s, links, batch, planes, oH, oW = open(self, input)
   local g = convolution.gradOutput(self, gradOutput, batch, planes, oH, oW)
   local x = buffers.contiguous(self, '_input', input)
   local gradWeight = weight_of(self, 'gradWeight', nil, T, planes)
   filters.accumulate(self, T, s, links, x, g, gradWeight, scale or 1)
   buffers.back(self.gradWeight, gradWeight)
   if self.gradBias then
      local sums = filters.sums(T, g, batch or 1, planes, scale or 1)
      self.gradBias:add(sums:view(self.nInputPlane, self.nOutputPlane):t():contiguous():viewAs(self.gradBias))
   end
end
