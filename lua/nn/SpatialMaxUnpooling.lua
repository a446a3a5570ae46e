--- nn.SpatialMaxUnpooling(pooling): the reverse of an nn.SpatialMaxPooling, whose windows must not overlap: each element goes to the place
-- where the last call of `pooling` found the maximum, among zeros. Images are planes × height × width, or a batch of them.
local pooling = require 'nn.pooling'
local unpooling = require 'nn.unpooling'

local SpatialMaxUnpooling, parent = torch.class('nn.SpatialMaxUnpooling', 'nn.Module')

function SpatialMaxUnpooling:__init(poolingModule)
   parent.__init(self)
   unpooling.init(self, poolingModule, 'nn.SpatialMaxPooling', { 'W', 'H' })
end

--- Takes over what the pooling's last call left.
function SpatialMaxUnpooling:setParams()
   local module = self.pooling
   if module then -- a call through THNN has none
      self.indices, self.oheight, self.owidth = module.indices, module.iheight, module.iwidth
   end
end

function SpatialMaxUnpooling:updateOutput(input)
   return unpooling.updateOutput(self, input, 2, 'POOLING_PLACES')
end

function SpatialMaxUnpooling:updateGradInput(input, gradOutput)
   return unpooling.updateGradInput(self, input, gradOutput, 2, 'POOLING_PLACES')
end

function SpatialMaxUnpooling:type(name, cache)
   return pooling.type(self, parent, name, cache)
end

function SpatialMaxUnpooling:clearState()
   self.indices = nil
   return parent.clearState(self)
end

SpatialMaxUnpooling.empty = SpatialMaxUnpooling.clearState

SpatialMaxUnpooling.__tostring__ = unpooling.describe
