--- nn.VolumetricReplicationPadding(pleft [, pright=pleft] [, ptop=pleft] [, pbottom=pleft] [, pfront=pleft] [, pback=pleft]): the outer
-- faces of volumes of planes × time × height × width, or of a batch of them, repeated outwards: pfront and pback frames, ptop and
-- pbottom rows, pleft and pright columns. Negative numbers leave some out.
local resampling = require 'nn.resampling'

local VolumetricReplicationPadding, parent = torch.class('nn.VolumetricReplicationPadding', 'nn.Module')

function VolumetricReplicationPadding:__init(pleft, pright, ptop, pbottom, pfront, pback)
   parent.__init(self)
   self.pleft, self.pright = pleft, pright or pleft
   self.ptop, self.pbottom = ptop or pleft, pbottom or pleft
   self.pfront, self.pback = pfront or pleft, pback or pleft
end

local function layout(self, height, width, time)
   return height + self.ptop + self.pbottom, self.ptop, width + self.pleft + self.pright, self.pleft, time + self.pfront + self.pback,
      self.pfront
end

function VolumetricReplicationPadding:updateOutput(input)
   return resampling.updateOutput(self, input, 3, 'RESAMPLING_REPLICATION', layout)
end

function VolumetricReplicationPadding:updateGradInput(input, gradOutput)
   return resampling.updateGradInput(self, input, gradOutput, 3, 'RESAMPLING_REPLICATION', layout)
end

function VolumetricReplicationPadding:__tostring__()
   return ('%s(left=%d, right=%d, top=%d, bottom=%d, front=%d, back=%d)'):format(torch.type(self), self.pleft, self.pright, self.ptop,
      self.pbottom, self.pfront, self.pback)
end
