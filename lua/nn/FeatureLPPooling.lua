--- nn.FeatureLPPooling(width, stride, power [, batch_mode=false]): (Σ x^power)^(1/power) over `width` neighbouring features, `stride` apart;
-- width 2 to 16, stride 1 to 4. The input has features first, then up to two further dimensions; with batch_mode the batch comes first. The
-- output has floor((features - width) / stride) + 1 features.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local handle = require 'torch.handle'
local window = require 'nn.window'
local raw = handle.raw

local FeatureLPPooling, parent = torch.class('nn.FeatureLPPooling', 'nn.Module')

local Shape = ffi.typeof('FeatureLPPooling_shape')

function FeatureLPPooling:__init(width, stride, power, batch_mode)
   parent.__init(self)
   if width < 2 or width > 16 then
      check.fail(self, 'width must be within 2 to 16, got %g', width)
   elseif stride < 1 or stride > 4 then
      check.fail(self, 'stride must be within 1 to 4, got %g', stride)
   end
   self.width, self.stride, self.power = width, stride, power
   self.batch_mode = batch_mode or false
end

-- What kernels take, and the output's sizes.
local function geometry(self, input)
   local p = raw(input)
   local at = self.batch_mode and 1 or 0
   if p.nDimension < at + 1 or p.nDimension > at + 3 then
      check.fail(self, '%dD to %dD tensor expected, got input of size %s', at + 1, at + 3, check.size(input))
   end
   local sizes, inner = input:size(), 1
   for d = at + 2, p.nDimension do
      inner = inner * sizes[d]
   end
   local inputs = sizes[at + 1]
   if inputs < self.width then
      check.fail(self, 'input of size %s has %d features, fewer than the width %d', check.size(input), inputs, self.width)
   end
   sizes[at + 1] = window.count(inputs, self.width, self.stride, 0)
   local shape = Shape(at == 1 and sizes[1] or 1, inputs, sizes[at + 1], inner, self.width, self.stride, self.power)
   return shape, sizes
end

function FeatureLPPooling:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local shape, sizes = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.sized(self, 'output', T, #sizes, unpack(sizes:totable()))
   check.done(self, T.kernels.FeatureLPPooling_updateOutput(output:data(), x:data(), shape))
   return output
end

function FeatureLPPooling:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local shape, sizes = geometry(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.sizes(self, gradOutput, 'gradOutput', #sizes, unpack(sizes:totable()))
   check.sameSize(self, self.output, 'the output of the last forward call', gradOutput, 'gradOutput')
   local x, g = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput, y = buffers.like(self, 'gradInput', input), buffers.contiguous(self, '_output', self.output)
   check.done(self, T.kernels.FeatureLPPooling_updateGradInput(gradInput:data(), g:data(), x:data(), y:data(), shape))
   return gradInput
end
