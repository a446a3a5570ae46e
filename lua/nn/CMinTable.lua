--- nn.CMinTable(): the smallest of a table of tensors of one size, element by element. The gradient goes to the first that was as small.
local extremes = require 'nn.extremes'

local CMinTable, parent = torch.class('nn.CMinTable', 'nn.Module')

function CMinTable:__init()
   parent.__init(self)
   self.gradInput = {}
   self.minIdx = torch.Tensor()
   self.mask, self.minVals, self.gradMaxVals = torch.Tensor(), torch.Tensor(), torch.Tensor() -- Torch's, for files
end

extremes.passes(CMinTable, 'minIdx', true)
