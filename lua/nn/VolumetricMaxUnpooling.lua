--- nn.VolumetricMaxUnpooling(pooling): the reverse of an nn.VolumetricMaxPooling, whose windows must not overlap: each element goes to the
-- place where the last call of `pooling` found the maximum, among zeros. Volumes are planes × time × height × width, or a batch of them.
local pooling = require 'nn.pooling'
local unpooling = require 'nn.unpooling'

local VolumetricMaxUnpooling, parent = torch.class('nn.VolumetricMaxUnpooling', 'nn.Module')

function VolumetricMaxUnpooling:__init(poolingModule)
   parent.__init(self)
   unpooling.init(self, poolingModule, 'nn.VolumetricMaxPooling', { 'T', 'W', 'H' })
end

--- Takes over what the pooling's last call left.
function VolumetricMaxUnpooling:setParams()
   local module = self.pooling
   if module then -- a call through THNN has none
      self.indices, self.otime, self.oheight, self.owidth = module.indices, module.itime, module.iheight, module.iwidth
      self.dT, self.dW, self.dH = module.dT, module.dW, module.dH
      self.padT, self.padW, self.padH = module.padT, module.padW, module.padH
   end
end

function VolumetricMaxUnpooling:updateOutput(input)
   return unpooling.updateOutput(self, input, 3, 'POOLING_OFFSETS')
end

function VolumetricMaxUnpooling:updateGradInput(input, gradOutput)
   return unpooling.updateGradInput(self, input, gradOutput, 3, 'POOLING_OFFSETS')
end

function VolumetricMaxUnpooling:type(name, cache)
   return pooling.type(self, parent, name, cache)
end

function VolumetricMaxUnpooling:clearState()
   self.indices = nil
   return parent.clearState(self)
end

VolumetricMaxUnpooling.empty = VolumetricMaxUnpooling.clearState

VolumetricMaxUnpooling.__tostring__ = unpooling.describe
