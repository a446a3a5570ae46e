--- nn.VolumetricMaxPooling(kT, kW, kH [, dT=kT] [, dW=kW] [, dH=kH] [, padT=0] [, padW=0] [, padH=0]): the largest element of each window
-- of a volume. Volumes are planes × time × height × width, or a batch of them.
--
-- `indices` tells which of its window's elements each maximum is: its numbers along time, height and width, from 0, as the lowest
-- three bytes. A value replaces the maximum only when it is greater, so a NaN never wins; padding counts as -infinity.
local check = require 'nn.check'
local pooling = require 'nn.pooling'

local VolumetricMaxPooling, parent = torch.class('nn.VolumetricMaxPooling', 'nn.Module')

VolumetricMaxPooling.__version = 2

function VolumetricMaxPooling:__init(kT, kW, kH, dT, dW, dH, padT, padW, padH)
   parent.__init(self)
   self.kT, self.kW, self.kH = kT, kW, kH
   self.dT, self.dW, self.dH = dT or kT, dW or kW, dH or kH
   self.padT, self.padW, self.padH = padT or 0, padW or 0, padH or 0
   self.ceil_mode = false
   self.indices = torch.LongTensor()
end

VolumetricMaxPooling.ceil, VolumetricMaxPooling.floor = pooling.ceil, pooling.floor

local function geometry(self, input, dims)
   if math.max(self.kT, self.kH, self.kW) > 256 then
      check.fail(self, 'windows of more than 256 elements along an axis have no indices of a byte')
   end
   return pooling.geometry(self, input, dims)
end

function VolumetricMaxPooling:updateOutput(input)
   local output, shape = pooling.maxima(self, input, 3, geometry, 'POOLING_OFFSETS')
   self.itime, self.iheight, self.iwidth = tonumber(shape.time.input), tonumber(shape.height.input), tonumber(shape.width.input)
   return output
end

function VolumetricMaxPooling:updateGradInput(input, gradOutput)
   return pooling.maximaGradient(self, input, gradOutput, 3, geometry, 'POOLING_OFFSETS')
end

function VolumetricMaxPooling:type(name, cache)
   return pooling.type(self, parent, name, cache)
end

function VolumetricMaxPooling:clearState()
   return pooling.clearState(self, parent)
end

--- Files of version 1 do not know the rounding; it was down.
function VolumetricMaxPooling:read(file, version)
   parent.read(self, file)
   if version < 2 then
      self.ceil_mode = false
   end
end

VolumetricMaxPooling.__tostring__ = pooling.describeVolumetric
