--- nn.CMaxTable(): the largest of a table of tensors of one size, element by element. The gradient goes to the first that was as large.
local extremes = require 'nn.extremes'

local CMaxTable, parent = torch.class('nn.CMaxTable', 'nn.Module')

function CMaxTable:__init()
   parent.__init(self)
   self.gradInput = {}
   self.maxIdx = torch.Tensor()
   self.mask, self.maxVals, self.gradMaxVals = torch.Tensor(), torch.Tensor(), torch.Tensor() -- Torch's, for files
end

extremes.passes(CMaxTable, 'maxIdx', false)
