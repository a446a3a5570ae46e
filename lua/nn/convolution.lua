--- What convolutions of images and volumes share: sizes, the three passes, parameters, printing.
--
-- A layer has the fields nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH, a dilated one dilationW and dilationH, a transposed one adjW
-- and adjH; for volumes kT, dT … as well. weight is nOutputPlane × nInputPlane × kernel (transposed: nInputPlane × nOutputPlane × kernel),
-- of any dimensions with as many elements.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local window = require 'nn.window'
local utils = require 'nn.utils'
local handle = require 'torch.handle'
local library = require 'lampas.library'
local algorithm = require 'lampas.convolution'
local initial = require 'nn.initial'

local core = library.core
local raw, typeOf = handle.raw, handle.typeOf

local convolution = {}

local shape = ffi.new('SpatialConvolution_shape') -- one for all calls: kernels have read it when the next call fills it

-- ---- sizes ----------------------------------------------------------------------------------------------------------------------

--- Brings fields of old files up to date: one padding for both directions, or none.
function convolution.modernise(self)
   if self.padding then
      self.padW, self.padH, self.padding = self.padding, self.padding, nil
   end
   self.padW, self.padH = self.padW or 0, self.padH or 0
end

--- The window as the layer's fields have it, in a struct whose sizes are filled in next. It is valid until the next call.
function convolution.window(self)
   local s = shape
   s.kT, s.kH, s.kW = self.kT or 1, self.kH, self.kW
   s.dT, s.dH, s.dW = self.dT or 1, self.dH, self.dW
   s.padT, s.padH, s.padW = self.padT or 0, self.padH or 0, self.padW or 0
   s.dilationT, s.dilationH, s.dilationW = self.dilationT or 1, self.dilationH or 1, self.dilationW or 1
   return s
end

local function refuse_size(self, input, planes, s1, s2, s3)
   local size = s3 and ('%dx%dx%dx%d'):format(planes, s1, s2, s3) or ('%dx%dx%d'):format(planes, s1, s2)
   check.fail(self, 'input of size %s is too small: the output would be %s. Output size is too small', check.size(input), size)
end

--- Fills in the sizes of a convolution of images or volumes, and refuses inputs that do not fit.
-- @param s the window
-- @param planes wanted in the input; nil for any
-- @param outputs planes of the output
-- @return batch size, or nil for a single input; sizes of the output
function convolution.sizes(self, s, input, planes, outputs)
   local batch, at = check.map(self, input, self.kT and 3 or 2, planes)
   local p = raw(input)
   s.batch, s.nInputPlane, s.nOutputPlane = batch or 1, p.size[at], outputs
   local depth, oT = 1, 1
   if self.kT then
      at = at + 1
      depth = tonumber(p.size[at])
      oT = window.count(depth, self.kT, self.dT, self.padT or 0, self.dilationT)
   end
   local height, width = tonumber(p.size[at + 1]), tonumber(p.size[at + 2])
   local oH = window.count(height, self.kH, self.dH, self.padH or 0, self.dilationH)
   local oW = window.count(width, self.kW, self.dW, self.padW or 0, self.dilationW)
   s.inputDepth, s.inputHeight, s.inputWidth = depth, height, width
   s.outputDepth, s.outputHeight, s.outputWidth = oT, oH, oW
   if self.kT then
      if oT < 1 or oH < 1 or oW < 1 then
         refuse_size(self, input, outputs, oT, oH, oW)
      end
      return batch, oT, oH, oW
   elseif oH < 1 or oW < 1 then
      refuse_size(self, input, outputs, oH, oW)
   end
   return batch, oH, oW
end

-- A call of a convolution: what its passes take.
local function plain(self, input)
   local T = check.floating(self, input, 'input')
   convolution.modernise(self)
   local s = convolution.window(self)
   return T, input, s, convolution.sizes(self, s, input, self.nInputPlane, self.nOutputPlane)
end

-- How much a transposed convolution's output exceeds what the windows cover: adjusted to a wanted size if there is one.
local function adjustment(adj, wanted, kernel, stride, pad)
   return wanted and (tonumber(wanted) + 2 * pad - kernel) % stride or adj or 0
end

--- Fills in the sizes of a transposed convolution: the shape is that of the convolution whose gradInput its output is.
-- @param s the window
-- @param x input
-- @param planes wanted in the input; nil for any
-- @param like a tensor whose last sizes the output shall have, or nil
-- @return batch size, or nil for a single input; sizes of the output
function convolution.transposedSizes(self, s, x, planes, like)
   local volume = self.kT ~= nil
   local batch, at = check.map(self, x, volume and 3 or 2, planes)
   local p, q, n = raw(x), like and raw(like), like and raw(like).nDimension
   local function count(stride, kernel, pad, size, adj, back)
      adj = adjustment(adj, q and q.size[n - back], kernel, stride, pad)
      return (tonumber(size) - 1) * stride - 2 * pad + kernel + adj
   end
   s.batch, s.nInputPlane, s.nOutputPlane = batch or 1, self.nOutputPlane, p.size[at]
   s.outputDepth, s.inputDepth = 1, 1
   if volume then
      at = at + 1
      s.outputDepth, s.inputDepth = p.size[at], count(self.dT, self.kT, self.padT, p.size[at], self.adjT, 3)
   end
   s.outputHeight, s.inputHeight = p.size[at + 1], count(self.dH, self.kH, self.padH or 0, p.size[at + 1], self.adjH, 2)
   s.outputWidth, s.inputWidth = p.size[at + 2], count(self.dW, self.kW, self.padW or 0, p.size[at + 2], self.adjW, 1)
   local oT, oH, oW = tonumber(s.inputDepth), tonumber(s.inputHeight), tonumber(s.inputWidth)
   if oT < 1 or oH < 1 or oW < 1 then
      refuse_size(self, x, self.nOutputPlane, volume and oT or oH, volume and oH or oW, volume and oW or nil)
   elseif volume then
      return batch, oT, oH, oW
   end
   return batch, oH, oW
end

-- A call of a transposed convolution, with an input that may be { tensor, tensor whose last sizes the output shall have }.
local function transposed(self, input)
   local x, like = input, nil
   if type(input) == 'table' and typeOf(input[2]) then
      x, like = input[1], input[2]
   end
   local T = check.floating(self, x, 'input')
   convolution.modernise(self)
   local s = convolution.window(self)
   return T, x, s, convolution.transposedSizes(self, s, x, self.nInputPlane, like)
end

-- ---- the three passes -------------------------------------------------------------------------------------------------------------

--- self[name], contiguous, after a look at its type and its number of elements.
-- @param buffer the field for a copy; nil: the copy is made anew
function convolution.parameter(self, name, buffer, T, count)
   local x = self[name]
   if typeOf(x) ~= T or core.THTensor_nElement(raw(x)) ~= count then
      check.fail(self, '%s: a %s of %d elements expected, got %s', name, T.tensorName, tonumber(count),
         typeOf(x) and ('a %s of size %s'):format(torch.type(x), check.size(x)) or torch.type(x))
   end
   return buffer and buffers.contiguous(self, buffer, x) or x:contiguous()
end

local function weights_of(s)
   return s.nInputPlane * s.nOutputPlane * s.kT * s.kH * s.kW
end

--- gradOutput, contiguous, after its sizes were compared with what the input asks for.
function convolution.gradOutput(self, gradOutput, batch, planes, s1, s2, s3)
   check.floating(self, gradOutput, 'gradOutput')
   check.isMap(self, gradOutput, 'gradOutput', batch, planes, s1, s2, s3)
   return buffers.contiguous(self, '_gradOutput', gradOutput)
end

-- Kernels and sizes of the two kinds of convolution, and which of a convolution's passes their first two are.
local KINDS = {
   plain = { open = plain, kernels = 'SpatialConvolution_', output = 'updateOutput', gradInput = 'updateGradInput' },
   transposed = {
      open = transposed, kernels = 'SpatialFullConvolution_', output = 'updateGradInput', gradInput = 'updateOutput',
   },
}

local function give_passes(class, kind)
   local open = kind.open
   local forward, backward, accumulate = kind.kernels .. 'updateOutput', kind.kernels .. 'updateGradInput', kind.kernels .. 'accGradParameters'

   function class:updateOutput(input)
      local T, tensor, s, batch, s1, s2, s3 = open(self, input)
      local x = buffers.contiguous(self, '_input', tensor)
      local w = convolution.parameter(self, 'weight', '_weight', T, weights_of(s))
      local bias = self.bias and convolution.parameter(self, 'bias', '_bias', T, self.nOutputPlane)
      local output = buffers.map(self, 'output', T, batch, self.nOutputPlane, s1, s2, s3)
      if algorithm.verbose then
         algorithm.tell(self, 'updateOutput', T.kernels, s, kind.output)
      end
      check.done(self, T.kernels[forward](s, x:data(), w:data(), bias and bias:data(), output:data()))
      return output
   end

   function class:updateGradInput(input, gradOutput)
      if not self.gradInput then
         return nil
      end
      local T, tensor, s, batch, s1, s2, s3 = open(self, input)
      local g = convolution.gradOutput(self, gradOutput, batch, self.nOutputPlane, s1, s2, s3)
      local w = convolution.parameter(self, 'weight', '_weight', T, weights_of(s))
      local gradInput = buffers.like(self, 'gradInput', tensor)
      if algorithm.verbose then
         algorithm.tell(self, 'updateGradInput', T.kernels, s, kind.gradInput)
      end
      check.done(self, T.kernels[backward](s, g:data(), w:data(), gradInput:data()))
      return gradInput
   end

   function class:accGradParameters(input, gradOutput, scale)
      local T, tensor, s, batch, s1, s2, s3 = open(self, input)
      local g = convolution.gradOutput(self, gradOutput, batch, self.nOutputPlane, s1, s2, s3)
      local x = buffers.contiguous(self, '_input', tensor)
      local gradWeight = convolution.parameter(self, 'gradWeight', nil, T, weights_of(s))
      local gradBias = self.gradBias and convolution.parameter(self, 'gradBias', nil, T, self.nOutputPlane)
      if algorithm.verbose then
         algorithm.tell(self, 'accGradParameters', T.kernels, s, 'accGradParameters')
      end
      check.done(self, T.kernels[accumulate](s, x:data(), g:data(), gradWeight:data(), gradBias and gradBias:data(), scale or 1))
      buffers.back(self.gradWeight, gradWeight)
      if gradBias then
         buffers.back(self.gradBias, gradBias)
      end
   end
end

-- ---- parameters, types, printing --------------------------------------------------------------------------------------------------

--- Layer without bias from now on. Returns self.
function convolution.noBias(self)
   self.bias, self.gradBias = nil, nil
   return self
end

--- New parameters of standard deviation stdv, by default U(±1/√(kernel's elements × nInputPlane)).
function convolution.reset(self, stdv)
   return initial.uniform(self, stdv, (self.kT or 1) * self.kW * self.kH * self.nInputPlane)
end

local function differs(self, names, from)
   for _, name in ipairs(names) do
      if (self[name] or from) ~= from then
         return true
      end
   end
   return false
end

local FIELDS = {
   stride = { [2] = { 'dW', 'dH' }, [3] = { 'dT', 'dW', 'dH' } },
   pad = { [2] = { 'padW', 'padH' }, [3] = { 'padT', 'padW', 'padH' } },
   adj = { [2] = { 'adjW', 'adjH' }, [3] = { 'adjT', 'adjW', 'adjH' } },
   dilation = { [2] = { 'dilationW', 'dilationH' }, [3] = { 'dilationT', 'dilationW', 'dilationH' } },
}

--- 'nn.SpatialConvolution(3 -> 8, 5x5, 1,1, 2,2)': steps where one is not 1 or there is padding, padding, adjustment where there is one,
-- dilation of a dilated layer.
function convolution.describe(self)
   local text = ('%s(%d -> %d, '):format(torch.type(self), self.nInputPlane, self.nOutputPlane)
   text = text .. (self.kT and self.kT .. 'x' or '') .. ('%dx%d'):format(self.kW, self.kH)
   local dims = self.kT and 3 or 2
   local function add(names, default)
      local values = {}
      for i, name in ipairs(names) do
         values[i] = ('%d'):format(self[name] or self.padding or default)
      end
      text = text .. ', ' .. table.concat(values, ',')
   end
   local padded = differs(self, FIELDS.pad[dims], 0) or (self.padding or 0) ~= 0
   if padded or differs(self, FIELDS.stride[dims], 1) then
      add(FIELDS.stride[dims], 1)
   end
   if padded then
      add(FIELDS.pad[dims], 0)
   end
   if differs(self, FIELDS.adj[dims], 0) then
      add(FIELDS.adj[dims], 0)
   end
   if self.dilationW then
      add(FIELDS.dilation[dims], 1)
   end
   return text .. (self.bias and ')' or ') without bias')
end

--- Gives a class of convolutions all its methods but __init.
-- @param kind 'plain' or 'transposed'
function convolution.define(class, parent, kind)
   give_passes(class, KINDS[kind])
   convolution.giveRest(class, parent)
   class.reset, class.noBias, class.__tostring__ = convolution.reset, convolution.noBias, convolution.describe
end

--- type and clearState for layers that in Torch's files have the scratch fields finput and fgradInput.
function convolution.giveRest(class, parent)
   function class:type(name, cache)
      if name then -- scratch of old files need not be converted
         utils.clear(self, 'finput', 'fgradInput')
      end
      return parent.type(self, name, cache)
   end

   function class:clearState()
      utils.clear(self, 'finput', 'fgradInput')
      return parent.clearState(self)
   end
end

return convolution
