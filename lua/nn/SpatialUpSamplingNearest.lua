--- nn.SpatialUpSamplingNearest(scale): each pixel becomes scale × scale pixels. Images are planes × height × width, or a batch of them;
-- scale is a whole number from 1 on.
local upsampling = require 'nn.upsampling'

local SpatialUpSamplingNearest, parent = torch.class('nn.SpatialUpSamplingNearest', 'nn.Module')

function SpatialUpSamplingNearest:__init(scale)
   parent.__init(self)
   upsampling.setScale(self, scale)
   self.inputSize, self.outputSize = torch.LongStorage(4), torch.LongStorage(4)
end

function SpatialUpSamplingNearest:updateOutput(input)
   return upsampling.updateOutput(self, input, 2, 'RESAMPLING_NEAREST')
end

function SpatialUpSamplingNearest:updateGradInput(input, gradOutput)
   return upsampling.updateGradInput(self, input, gradOutput, 2, 'RESAMPLING_NEAREST')
end
