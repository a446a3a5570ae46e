--- nn.SpatialAdaptiveAveragePooling(W, H): the means of H × W windows that divide a plane of any size among them. Row i of windows goes from
-- row floor(i · height / H) to before ceil((i + 1) · height / H), columns likewise. Images are planes × height × width, or a batch of them.
local pooling = require 'nn.pooling'

local SpatialAdaptiveAveragePooling, parent = torch.class('nn.SpatialAdaptiveAveragePooling', 'nn.Module')

function SpatialAdaptiveAveragePooling:__init(W, H)
   parent.__init(self)
   self.W, self.H = W, H
end

function SpatialAdaptiveAveragePooling:updateOutput(input)
   return pooling.means(self, input, 2, pooling.adaptive, 1, 1)
end

function SpatialAdaptiveAveragePooling:updateGradInput(input, gradOutput)
   return pooling.meansGradient(self, input, gradOutput, 2, pooling.adaptive, 1, 1)
end
