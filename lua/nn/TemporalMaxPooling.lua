--- nn.TemporalMaxPooling(kW [, dW=kW]): the largest element of each feature in each window of kW frames, dW frames apart.
-- Sequences are frames × features, or a batch of them; the output has floor((frames - kW) / dW) + 1 frames. `indices` tells the number of
-- each maximum's frame in its window, from 0. A value replaces the maximum only when it is greater, so a NaN never wins.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local pooling = require 'nn.pooling'
local window = require 'nn.window'
local raw = require('torch.handle').raw
local Long = require('torch.types').by_name.Long

local TemporalMaxPooling, parent = torch.class('nn.TemporalMaxPooling', 'nn.Module')

local Shape = ffi.typeof('Pooling_shape')

function TemporalMaxPooling:__init(kW, dW)
   parent.__init(self)
   self.kW, self.dW = kW, dW or kW
   self.indices = torch.LongTensor()
end

-- A sequence is a volume of one plane whose frames have one row of features. The shape, dimensions of the output and its sizes.
local function geometry(self, input)
   local p = raw(input)
   local n = p.nDimension
   if n ~= 2 and n ~= 3 then
      check.fail(self, '2D or 3D (batch mode) tensor expected, got input of size %s', check.size(input))
   end
   local frames, features = tonumber(p.size[n - 2]), tonumber(p.size[n - 1])
   if frames < self.kW then
      check.fail(self, 'input sequence smaller than kernel size: input of size %s, kernel size %d', check.size(input), self.kW)
   end
   local shape = Shape()
   shape.planes = n == 3 and p.size[0] or 1
   local outputs = window.count(frames, self.kW, self.dW, 0)
   pooling.axis(shape.time, frames, outputs, self.kW, self.dW)
   pooling.axis(shape.height, 1, 1)
   pooling.axis(shape.width, features, features)
   shape.indices = 'POOLING_OFFSETS'
   if n == 3 then
      return shape, 3, tonumber(p.size[0]), outputs, features
   end
   return shape, 2, outputs, features
end

function TemporalMaxPooling:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local shape, n, s1, s2, s3 = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local output, indices = buffers.sized(self, 'output', T, n, s1, s2, s3), buffers.sized(self, 'indices', Long, n, s1, s2, s3)
   check.done(self, T.kernels.MaxPooling_updateOutput(output:data(), indices:data(), x:data(), shape))
   return output
end

function TemporalMaxPooling:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.floating(self, input, 'input')
   local shape, n, s1, s2, s3 = geometry(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.sizes(self, gradOutput, 'gradOutput', n, s1, s2, s3)
   return pooling.scatter(self, input, gradOutput, shape, 'POOLING_OFFSETS')
end

function TemporalMaxPooling:type(name, cache)
   return pooling.type(self, parent, name, cache)
end

function TemporalMaxPooling:clearState()
   return pooling.clearState(self, parent)
end
