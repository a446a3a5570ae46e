--- What layers of sequences share: sizes. Sequences are frames × features, or a batch of them.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local window = require 'nn.window'
local raw = require('torch.handle').raw

local temporal = {}

local Shape = ffi.typeof('TemporalConvolution_shape')

--- The sizes of a call as kernels take them.
-- @param inputs features of the input
-- @param outputs features of the output
-- @return shape; batch size, or nil for one sequence
function temporal.shape(self, input, inputs, outputs)
   local p = raw(input)
   local n = p.nDimension
   if n ~= 2 and n ~= 3 then
      check.fail(self, '2D or 3D (batch mode) tensor expected for input, got size %s', check.size(input))
   end
   local frames = tonumber(p.size[n - 2])
   if p.size[n - 1] ~= inputs then
      check.fail(self, 'invalid input frame size. Got: %d, Expected: %d', tonumber(p.size[n - 1]), inputs)
   elseif frames < self.kW then
      check.fail(self, 'input sequence smaller than kernel size. Got: %d, Expected: %d', frames, self.kW)
   end
   local batch = n == 3 and tonumber(p.size[0]) or nil
   return Shape(batch or 1, frames, inputs, window.count(frames, self.kW, self.dW, 0), outputs, self.kW, self.dW), batch
end

--- self.output for such a call.
function temporal.output(self, T, s, batch)
   if batch then
      return buffers.sized(self, 'output', T, 3, batch, s.outputFrames, s.outputFrameSize)
   end
   return buffers.sized(self, 'output', T, 2, s.outputFrames, s.outputFrameSize)
end

--- gradOutput, contiguous, after its sizes were compared with what the input asks for.
function temporal.gradOutput(self, gradOutput, s, batch)
   check.floating(self, gradOutput, 'gradOutput')
   check.isMap(self, gradOutput, 'gradOutput', batch, tonumber(s.outputFrames), tonumber(s.outputFrameSize))
   return buffers.contiguous(self, '_gradOutput', gradOutput)
end

return temporal
