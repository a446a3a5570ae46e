--- nn.Select(dimension, index): a copy of one slice of a dimension; negative numbers count from the end.
local dimension = require 'nn.dimension'
local pieces = require 'nn.pieces'

local Select, parent = torch.class('nn.Select', 'nn.Module')

function Select:__init(dim, index)
   parent.__init(self)
   self.dimension = dim
   self.index = index
end

local function take(self, x)
   local d = dimension(self, x, self.dimension)
   local index = self.index < 0 and x:size(d) + self.index + 1 or self.index
   return x:select(d, index)
end

function Select:updateOutput(input)
   return pieces.updateOutput(self, input, take)
end

function Select:updateGradInput(input, gradOutput)
   return pieces.updateGradInput(self, input, gradOutput, take)
end
