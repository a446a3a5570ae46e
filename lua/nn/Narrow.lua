--- nn.Narrow(dimension, offset [, length=1]): a copy of the slices offset … offset + length - 1 of a dimension.
--
-- A negative dimension counts from the last. A negative length counts the last slice from the end, -1 being the last of all. A negative
-- offset: all slices but the last `length`, as in Torch.
local dimension = require 'nn.dimension'
local pieces = require 'nn.pieces'

local Narrow, parent = torch.class('nn.Narrow', 'nn.Module')

function Narrow:__init(dim, offset, length)
   parent.__init(self)
   self.dimension = dim
   self.index = offset
   self.length = length or 1
   if not dim or not offset then
      error('nn.Narrow(dimension, offset, length)', 2)
   end
end

local function take(self, x)
   local d = dimension(self, x, self.dimension)
   local first, length = self.index, self.length
   if length < 0 then
      length = x:size(d) - first + length + 2
   end
   if first < 0 then
      first, length = 1, x:size(d) - length
   end
   return x:narrow(d, first, length)
end

function Narrow:updateOutput(input)
   return pieces.updateOutput(self, input, take)
end

function Narrow:updateGradInput(input, gradOutput)
   return pieces.updateGradInput(self, input, gradOutput, take)
end
