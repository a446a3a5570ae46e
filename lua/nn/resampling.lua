--- What padding and upsampling share: output elements made of one or two input elements along each axis (src/nn/Resampling.h).
--
-- A class says its mode ('RESAMPLING_ZERO', …) and gives a function layout(self, height, width, time) of its input's sizes (time is nil
-- for images), which returns the output's, each with the padding before it: height, top, width, left, time, front.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local raw = require('torch.handle').raw

local resampling = {}

local Shape = ffi.typeof('Resampling_shape')

local function set(axis, input, output, before)
   axis.input, axis.output, axis.before = input, output, before or 0
end

-- The sizes of a call as the kernels take them, and the batch size (nil for one map).
local function describe(self, input, dims, mode, layout)
   local batch, at = check.map(self, input, dims)
   local p = raw(input)
   local s = Shape()
   local n = p.nDimension
   local height, width, time = tonumber(p.size[n - 2]), tonumber(p.size[n - 1]), dims == 3 and tonumber(p.size[n - 3]) or nil
   local outputHeight, top, outputWidth, left, outputTime, front = layout(self, height, width, time)
   set(s.height, height, outputHeight, top)
   set(s.width, width, outputWidth, left)
   set(s.time, time or 1, outputTime or 1, front)
   if outputHeight < 1 or outputWidth < 1 or (outputTime or 1) < 1 then
      check.fail(self, 'input is too small: input of size %s would give an output of %s%dx%d', check.size(input),
         time and outputTime .. 'x' or '', outputHeight, outputWidth)
   end
   s.mode = mode
   s.planes = (batch or 1) * p.size[at]
   return s, batch, tonumber(p.size[at])
end

-- The output's sizes after the planes.
local function outputs(s, dims)
   if dims == 2 then
      return tonumber(s.height.output), tonumber(s.width.output)
   end
   return tonumber(s.time.output), tonumber(s.height.output), tonumber(s.width.output)
end

--- @param dims 2 for images, 3 for volumes
function resampling.updateOutput(self, input, dims, mode, layout)
   local T = check.floating(self, input, 'input')
   local s, batch, planes = describe(self, input, dims, mode, layout)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.map(self, 'output', T, batch, planes, outputs(s, dims))
   check.done(self, T.kernels.Resampling_updateOutput(output:data(), x:data(), s))
   return output
end

function resampling.updateGradInput(self, input, gradOutput, dims, mode, layout)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local s, batch, planes = describe(self, input, dims, mode, layout)
   check.floating(self, gradOutput, 'gradOutput')
   check.isMap(self, gradOutput, 'gradOutput', batch, planes, outputs(s, dims))
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput = buffers.like(self, 'gradInput', input)
   check.done(self, T.kernels.Resampling_updateGradInput(gradInput:data(), g:data(), s))
   return gradInput
end

return resampling
