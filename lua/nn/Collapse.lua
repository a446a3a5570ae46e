--- nn.Collapse(n): the last n dimensions of the input as one.
local check = require 'nn.check'
local views = require 'nn.views'

local Collapse, parent = torch.class('nn.Collapse', 'nn.Module')

function Collapse:__init(nInputDims)
   parent.__init(self)
   self.nInputDims = nInputDims
end

function Collapse:updateOutput(input)
   check.tensor(self, input, 'input')
   local sizes = {}
   for d = 1, input:dim() - self.nInputDims do
      sizes[d] = input:size(d)
   end
   sizes[#sizes + 1] = -1
   return views.updateOutput(self, input, unpack(sizes))
end

Collapse.updateGradInput = views.updateGradInput
