--- nn.Squeeze([dim] [, numInputDims]): the input without its dimensions of size 1, or without dimension dim if that has size 1.
--
-- Where inputs have one dimension more than numInputDims, the first is the batch: dim counts after it, and it stays though it have size 1.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local views = require 'nn.views'

local Squeeze, parent = torch.class('nn.Squeeze', 'nn.Module')

function Squeeze:__init(dim, numInputDims)
   parent.__init(self)
   self.dim = dim
   self:setNumInputDims(numInputDims)
end

--- Sets how many dimensions a single sample has; nil: unknown. Returns self.
function Squeeze:setNumInputDims(numInputDims)
   self.numInputDims = numInputDims
   return self
end

function Squeeze:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   local batched = self.numInputDims and input:dim() == self.numInputDims + 1
   local dim = self.dim and self.dim + (batched and 1 or 0)
   local output = buffers.kept(self, 'output', T):set(dim and input:squeeze(dim) or input:squeeze())
   if batched and not dim and input:size(1) == 1 then
      nn.utils.addSingletonDimension(output, output)
   end
   return output
end

Squeeze.updateGradInput = views.updateGradInput

function Squeeze:__tostring__()
   return ('%s(%s)'):format(torch.type(self), self.dim or '')
end
