--- nn.SpatialConvolutionLocal(nInputPlane, nOutputPlane, iW, iH, kW, kH [, dW=1] [, dH=1] [, padW=0] [, padH=padW]): a convolution whose
-- every output pixel has a weight and a bias of its own, for images of iH × iW alone.
-- weight: oH × oW × nOutputPlane × nInputPlane × kH × kW, bias: nOutputPlane × oH × oW, where oH = floor((iH + 2 padH - kH) / dH) + 1 and oW
-- alike; parameters begin as U(±1/√(kW kH nInputPlane)).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local convolution = require 'nn.convolution'
local window = require 'nn.window'
local blame = require 'lampas.blame'
local raw = require('torch.handle').raw

local SpatialConvolutionLocal, parent = torch.class('nn.SpatialConvolutionLocal', 'nn.Module')

SpatialConvolutionLocal.reset, SpatialConvolutionLocal.noBias = convolution.reset, convolution.noBias
convolution.giveRest(SpatialConvolutionLocal, parent)

function SpatialConvolutionLocal:__init(nInputPlane, nOutputPlane, iW, iH, kW, kH, dW, dH, padW, padH)
   parent.__init(self)
   self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
   self.iW, self.iH, self.kW, self.kH = iW, iH, kW, kH
   self.dW, self.dH = dW or 1, dH or 1
   self.padW = padW or 0
   self.padH = padH or self.padW
   self.oW, self.oH = window.count(iW, kW, self.dW, self.padW), window.count(iH, kH, self.dH, self.padH)
   if self.oW < 1 or self.oH < 1 then
      blame('illegal configuration: output width or height less than 1 (%dx%d)', self.oW, self.oH)
   end
   self.weight = torch.Tensor(self.oH, self.oW, nOutputPlane, nInputPlane, kH, kW)
   self.gradWeight = torch.Tensor():resizeAs(self.weight)
   self.bias = torch.Tensor(nOutputPlane, self.oH, self.oW)
   self.gradBias = torch.Tensor():resizeAs(self.bias)
   self.finput, self.fgradInput = torch.Tensor(), torch.Tensor()
   self:reset()
end

-- What a pass takes: type, shape, batch size, elements of the weight and of the bias.
local function open(self, input)
   local T = check.floating(self, input, 'input')
   convolution.modernise(self)
   local p = raw(input)
   local n = p.nDimension
   if n ~= 3 and n ~= 4 then
      check.fail(self, '3D or 4D(batch mode) tensor expected, got input of size %s', check.size(input))
   elseif p.size[n - 3] ~= self.nInputPlane or p.size[n - 2] ~= self.iH or p.size[n - 1] ~= self.iW then
      check.fail(self, 'Given input size: (%s) inconsistent with expected input size: (%s%dx%dx%d).', check.size(input),
         n == 4 and 'batchsize x' or '', self.nInputPlane, self.iH, self.iW)
   end
   local s = convolution.window(self)
   local batch, oH, oW = convolution.sizes(self, s, input, self.nInputPlane, self.nOutputPlane)
   local biases = self.nOutputPlane * oH * oW
   return T, s, batch, biases * self.nInputPlane * self.kH * self.kW, biases
end

function SpatialConvolutionLocal:updateOutput(input)
   local T, s, batch, weights, biases = open(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local w = convolution.parameter(self, 'weight', '_weight', T, weights)
   local bias = self.bias and convolution.parameter(self, 'bias', '_bias', T, biases)
   local output = buffers.map(self, 'output', T, batch, self.nOutputPlane, self.oH, self.oW)
   check.done(self, T.kernels.SpatialConvolutionLocal_updateOutput(s, x:data(), w:data(), bias and bias:data(), output:data()))
   return output
end

function SpatialConvolutionLocal:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, s, batch, weights = open(self, input)
   local g = convolution.gradOutput(self, gradOutput, batch, self.nOutputPlane, self.oH, self.oW)
   local w = convolution.parameter(self, 'weight', '_weight', T, weights)
   local gradInput = buffers.like(self, 'gradInput', input)
   check.done(self, T.kernels.SpatialConvolutionLocal_updateGradInput(s, g:data(), w:data(), gradInput:data()))
   return gradInput
end

function SpatialConvolutionLocal:accGradParameters(input, gradOutput, scale)
   local T, s, batch, weights, biases = open(self, input)
   local g = convolution.gradOutput(self, gradOutput, batch, self.nOutputPlane, self.oH, self.oW)
   local x = buffers.contiguous(self, '_input', input)
   local gradWeight = convolution.parameter(self, 'gradWeight', nil, T, weights)
   local gradBias = self.gradBias and convolution.parameter(self, 'gradBias', nil, T, biases)
   check.done(self, T.kernels.SpatialConvolutionLocal_accGradParameters(s, x:data(), g:data(), gradWeight:data(), gradBias and gradBias:data(),
      scale or 1))
   buffers.back(self.gradWeight, gradWeight)
   if gradBias then
      buffers.back(self.gradBias, gradBias)
   end
end

function SpatialConvolutionLocal:__tostring__()
   local size = (', %dx%d, '):format(self.iW, self.iH)
   return (convolution.describe(self):gsub(', ', size, 1))
end
