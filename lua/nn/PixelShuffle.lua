--- nn.PixelShuffle(r): r² · C planes of H × W become C planes of rH × rW: each group of r² planes interleaved. (Shi et al. 2016.)
--
-- y[c][h r + i][w r + j] = x[(c r + i) r + j][h][w], counted from 0, for one sample or a batch.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local PixelShuffle, parent = torch.class('nn.PixelShuffle', 'nn.Module')

function PixelShuffle:__init(upscaleFactor)
   parent.__init(self)
   self.upscaleFactor = upscaleFactor
   self.upscaleFactorSquared = upscaleFactor * upscaleFactor
end

-- batch (or nil), C, H, W
local function geometry(self, input)
   local batch, at = check.map(self, input, 2)
   local planes, r2 = input:size(at + 1), self.upscaleFactorSquared
   if planes % r2 ~= 0 then
      check.fail(self, 'input of size %s: the number of planes is not a multiple of %d', check.size(input), r2)
   end
   return batch, planes / r2, input:size(at + 2), input:size(at + 3)
end

function PixelShuffle:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   local r = self.upscaleFactor
   local batch, planes, height, width = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input):view(batch or 1, planes, r, r, height, width)
   local output = buffers.map(self, 'output', T, batch, planes, height * r, width * r)
   output:view(batch or 1, planes, height, r, width, r):copy(x:permute(1, 2, 5, 3, 6, 4))
   return output
end

function PixelShuffle:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   local r = self.upscaleFactor
   local batch, planes, height, width = geometry(self, input)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput):view(batch or 1, planes, height, r, width, r)
   local gradInput = buffers.like(self, 'gradInput', input)
   gradInput:view(batch or 1, planes, r, r, height, width):copy(g:permute(1, 2, 4, 6, 3, 5))
   return gradInput
end

function PixelShuffle:__tostring__()
   return ('%s(%d)'):format(torch.type(self), self.upscaleFactor)
end
