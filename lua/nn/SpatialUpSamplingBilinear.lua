--- nn.SpatialUpSamplingBilinear(scale or { oheight =, owidth = }): images of planes × height × width, or a batch of them, at another
-- resolution, interpolated along rows and columns. Corners show corners: output o lies at o (input - 1) / (output - 1).
-- scale is a whole number from 1 on.
local upsampling = require 'nn.upsampling'

local SpatialUpSamplingBilinear, parent = torch.class('nn.SpatialUpSamplingBilinear', 'nn.Module')

function SpatialUpSamplingBilinear:__init(params)
   parent.__init(self)
   if type(params) == 'table' then
      self.oheight, self.owidth = params.oheight, params.owidth
   else
      upsampling.setScale(self, params)
   end
   self.inputSize, self.outputSize = torch.LongStorage(4), torch.LongStorage(4)
end

function SpatialUpSamplingBilinear:updateOutput(input)
   return upsampling.updateOutput(self, input, 2, 'RESAMPLING_LINEAR')
end

function SpatialUpSamplingBilinear:updateGradInput(input, gradOutput)
   return upsampling.updateGradInput(self, input, gradOutput, 2, 'RESAMPLING_LINEAR')
end

function SpatialUpSamplingBilinear:__tostring__()
   if self.scale_factor then
      return ('%s(%d)'):format(torch.type(self), self.scale_factor)
   end
   return ('%s(%d, %d)'):format(torch.type(self), self.oheight or 0, self.owidth or 0)
end
