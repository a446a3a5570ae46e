--- nn.SpatialAveragePooling(kW, kH [, dW=1] [, dH=1] [, padW=0] [, padH=0]): the mean of each window of a plane.
-- Images are planes × height × width, or a batch of them. Padding counts as zeros among a window's elements, or after
-- setCountExcludePad() not at all. With the field `divide` set to false, means are multiplied by kW kH.
local pooling = require 'nn.pooling'

local SpatialAveragePooling, parent = torch.class('nn.SpatialAveragePooling', 'nn.Module')

function SpatialAveragePooling:__init(kW, kH, dW, dH, padW, padH)
   parent.__init(self)
   self.kW, self.kH = kW, kH
   self.dW, self.dH = dW or 1, dH or 1
   self.padW, self.padH = padW or 0, padH or 0
   self.ceil_mode = false
   self.count_include_pad = true
   self.divide = true
end

SpatialAveragePooling.ceil, SpatialAveragePooling.floor = pooling.ceil, pooling.floor

--- Padding counts among a window's elements. Returns self.
function SpatialAveragePooling:setCountIncludePad()
   self.count_include_pad = true
   return self
end

--- Padding does not count among a window's elements. Returns self.
function SpatialAveragePooling:setCountExcludePad()
   self.count_include_pad = false
   return self
end

-- Whether padding counts (old files do not say), and what means are multiplied by.
local function counting(self)
   return self.count_include_pad ~= false and 1 or 0, self.divide == false and self.kW * self.kH or 1
end

function SpatialAveragePooling:updateOutput(input)
   return pooling.means(self, input, 2, pooling.geometry, counting(self))
end

function SpatialAveragePooling:updateGradInput(input, gradOutput)
   return pooling.meansGradient(self, input, gradOutput, 2, pooling.geometry, counting(self))
end

SpatialAveragePooling.__tostring__ = pooling.describe
