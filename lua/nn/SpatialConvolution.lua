--- nn.SpatialConvolution(nInputPlane, nOutputPlane, kW, kH [, dW=1] [, dH=1] [, padW=0] [, padH=padW]): correlation of
-- images (planes × height × width, or a batch of them) with weight (nOutputPlane × nInputPlane × kH × kW), plus bias.
-- Output sizes are floor((size + 2 pad - k) / d) + 1; parameters begin as U(±1/√(kW kH nInputPlane)).
--
-- Nothing of the batch is unfolded: `finput` and `fgradInput` stay empty and are kept for the sake of files alone.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local window = require 'nn.window'
local raw = require('torch.handle').raw

local SpatialConvolution, parent = torch.class('nn.SpatialConvolution', 'nn.Module')

local Shape = ffi.typeof('SpatialConvolution_shape')

function SpatialConvolution:__init(nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH)
   parent.__init(self)
   self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
   self.kW, self.kH = kW, kH
   self.dW, self.dH = dW or 1, dH or 1
   self.padW = padW or 0
   self.padH = padH or self.padW
   self:makeParameters()
   self.finput, self.fgradInput = torch.Tensor(), torch.Tensor()
   self:reset()
end

function SpatialConvolution:makeParameters()
   self.weight = torch.Tensor(self.nOutputPlane, self.nInputPlane, self.kH, self.kW)
   self.gradWeight = torch.Tensor(self.nOutputPlane, self.nInputPlane, self.kH, self.kW)
   self.bias, self.gradBias = torch.Tensor(self.nOutputPlane), torch.Tensor(self.nOutputPlane)
end

function SpatialConvolution:noBias()
   self.bias, self.gradBias = nil, nil
   return self
end

--- New parameters of standard deviation stdv, by default as at first.
function SpatialConvolution:reset(stdv)
   stdv = stdv and stdv * math.sqrt(3) or 1 / math.sqrt(self.kW * self.kH * self.nInputPlane)
   self.weight:uniform(-stdv, stdv)
   if self.bias then
      self.bias:uniform(-stdv, stdv)
   end
end

-- Files of old: one padding for both directions, or none.
local function modernise(self)
   if self.padding then
      self.padW, self.padH, self.padding = self.padding, self.padding, nil
   end
   self.padW, self.padH = self.padW or 0, self.padH or 0
end

-- The sizes of the call as the kernels take them, and whether the input is a batch.
local function geometry(self, input)
   modernise(self)
   local batch, at = check.map(self, input, 2, self.nInputPlane)
   local p = raw(input)
   local height, width = tonumber(p.size[at + 1]), tonumber(p.size[at + 2])
   local outputHeight = window.count(height, self.kH, self.dH, self.padH)
   local outputWidth = window.count(width, self.kW, self.dW, self.padW)
   if outputHeight < 1 or outputWidth < 1 then
      check.fail(self, 'input of size %s is too small: the output would have %d rows and %d columns. Output size is too small', check.size(input),
         outputHeight, outputWidth)
   end
   return Shape(batch or 1, self.nInputPlane, 1, height, width, self.nOutputPlane, 1, outputHeight, outputWidth, 1, self.kH, self.kW,
      1, self.dH, self.dW, 0, self.padH, self.padW, 1, 1, 1), batch
end

function SpatialConvolution:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local shape, batch = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local w = buffers.contiguous(self, '_weight', self.weight)
   local bias = self.bias and buffers.contiguous(self, '_bias', self.bias)
   local output = buffers.map(self, 'output', T, batch, self.nOutputPlane, shape.outputHeight, shape.outputWidth)
   check.done(self, T.kernels.SpatialConvolution_updateOutput(shape, x:data(), w:data(), bias and bias:data(), output:data()))
   return output
end

-- gradOutput, contiguous, after its sizes were compared with what the input asks for.
local function contiguous_gradOutput(self, gradOutput, shape, batch)
   check.floating(self, gradOutput, 'gradOutput')
   check.isMap(self, gradOutput, 'gradOutput', batch, self.nOutputPlane, shape.outputHeight, shape.outputWidth)
   return buffers.contiguous(self, '_gradOutput', gradOutput)
end

function SpatialConvolution:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local shape, batch = geometry(self, input)
   local g = contiguous_gradOutput(self, gradOutput, shape, batch)
   local w = buffers.contiguous(self, '_weight', self.weight)
   local gradInput = buffers.like(self, 'gradInput', input)
   check.done(self, T.kernels.SpatialConvolution_updateGradInput(shape, g:data(), w:data(), gradInput:data()))
   return gradInput
end

function SpatialConvolution:accGradParameters(input, gradOutput, scale)
   local T = check.floating(self, input, 'input')
   local shape, batch = geometry(self, input)
   local g = contiguous_gradOutput(self, gradOutput, shape, batch)
   local x = buffers.contiguous(self, '_input', input)
   local gradWeight = self.gradWeight:contiguous()
   local gradBias = self.gradBias and self.gradBias:contiguous()
   check.done(self, T.kernels.SpatialConvolution_accGradParameters(shape, x:data(), g:data(), gradWeight:data(), gradBias and gradBias:data(),
      scale or 1))
   buffers.back(self.gradWeight, gradWeight)
   if gradBias then
      buffers.back(self.gradBias, gradBias)
   end
end

function SpatialConvolution:type(name, cache)
   if name then -- scratch of old files need not be converted
      self.finput, self.fgradInput = torch.Tensor(), torch.Tensor()
   end
   return parent.type(self, name, cache)
end

function SpatialConvolution:clearState()
   nn.utils.clear(self, 'finput', 'fgradInput')
   return parent.clearState(self)
end

function SpatialConvolution:__tostring__()
   local padW, padH = self.padW or self.padding or 0, self.padH or self.padding or 0
   local text = ('%s(%d -> %d, %dx%d'):format(torch.type(self), self.nInputPlane, self.nOutputPlane, self.kW, self.kH)
   local padded = padW ~= 0 or padH ~= 0
   if self.dW ~= 1 or self.dH ~= 1 or padded then
      text = text .. (', %d,%d'):format(self.dW, self.dH)
   end
   if padded then
      text = text .. (', %d,%d'):format(padW, padH)
   end
   return text .. (self.bias and ')' or ') without bias')
end
