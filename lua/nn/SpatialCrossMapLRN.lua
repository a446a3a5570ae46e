--- nn.SpatialCrossMapLRN(size [, alpha=1e-4] [, beta=0.75] [, k=1]): each pixel divided by (k + alpha / size Σ x²)^beta, the sum going over
-- the `size` planes around its own. Images are planes × height × width, or a batch of them. (Krizhevsky et al. 2012.)
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local raw = require('torch.handle').raw

local SpatialCrossMapLRN, parent = torch.class('nn.SpatialCrossMapLRN', 'nn.Module')

local Shape = ffi.typeof('SpatialCrossMapLRN_shape')

function SpatialCrossMapLRN:__init(size, alpha, beta, k)
   parent.__init(self)
   self.size = size
   self.alpha = alpha or 1e-4
   self.beta = beta or 0.75
   self.k = k or 1
end

local function geometry(self, input)
   local batch, at = check.map(self, input, 2)
   local p = raw(input)
   return Shape(batch or 1, p.size[at], p.size[at + 1] * p.size[at + 2], self.size, self.alpha, self.beta, self.k)
end

function SpatialCrossMapLRN:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local shape = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local scale, output = buffers.like(self, 'scale', input), buffers.like(self, 'output', input)
   T.kernels.SpatialCrossMapLRN_updateOutput(output:data(), scale:data(), x:data(), shape)
   return output
end

function SpatialCrossMapLRN:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local shape = geometry(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.sameSize(self, gradOutput, 'gradOutput', input, 'input')
   check.floating(self, self.scale, 'scale')
   check.sameSize(self, self.scale, 'the scale of the last forward call', input, 'input')
   local x, g = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput, scale = buffers.like(self, 'gradInput', input), self.scale
   check.done(self, T.kernels.SpatialCrossMapLRN_updateGradInput(gradInput:data(), g:data(), x:data(), scale:data(), shape))
   return gradInput
end

function SpatialCrossMapLRN:clearState()
   nn.utils.clear(self, 'scale')
   return parent.clearState(self)
end
