--- nn.Unsqueeze(pos [, numInputDims]): the input with a dimension of size 1 before dimension pos.
-- Where inputs have more dimensions than numInputDims, the first ones are the batch and pos counts after them.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local views = require 'nn.views'

local Unsqueeze, parent = torch.class('nn.Unsqueeze', 'nn.Module')

function Unsqueeze:__init(pos, numInputDims)
   parent.__init(self)
   if not pos then
      error('the position to insert singleton dim not specified', 2)
   end
   self.pos = pos
   self:setNumInputDims(numInputDims)
end

--- Sets how many dimensions a single sample has; nil: those of the input. Returns self.
function Unsqueeze:setNumInputDims(numInputDims)
   self.numInputDims = numInputDims
   return self
end

function Unsqueeze:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   local n = input:dim()
   local sample = self.numInputDims or n
   local pos = self.pos + n - sample
   if sample > n then
      check.fail(self, 'input feature map dim (numInputDims) must be <= input:dim(), got %d and %d', sample, n)
   elseif pos < 1 or pos > n + 1 then
      check.fail(self, 'Invalid position: %d. input:dim() is %d, input feature map dim (numInputDims) is %d.', self.pos, n, sample)
   end
   return nn.utils.addSingletonDimension(buffers.kept(self, 'output', T), input, pos)
end

Unsqueeze.updateGradInput = views.updateGradInput

function Unsqueeze:__tostring__()
   return ('%s(dim %s)'):format(torch.type(self), tostring(self.pos))
end
