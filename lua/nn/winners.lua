--- What nn.Max and nn.Min share: a dimension is reduced to one of its elements, and the gradient goes to that one.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local dimension = require 'nn.dimension'
local types = require 'torch.types'

local winners = {}

--- Gives a class its methods.
-- @param choose torch.max or torch.min
function winners.define(class, parent, choose)
   function class:__init(dim, nInputDims)
      parent.__init(self)
      self.dimension = dim or 1
      self.nInputDims = nInputDims
   end

   function class:_getPositiveDimension(input)
      return dimension(self, input, self.dimension, self.nInputDims)
   end

   function class:updateOutput(input)
      local T = check.tensor(self, input, 'input')
      local d = self:_getPositiveDimension(input)
      local output = buffers.kept(self, 'output', T)
      choose(output, buffers.kept(self, '_indices', types.by_name.Long), input, d)
      if input:dim() > 1 then
         local sizes = input:size():totable()
         table.remove(sizes, d)
         output:resize(torch.LongStorage(sizes))
      end
      return output
   end

   function class:updateGradInput(input, gradOutput)
      if not self.gradInput then
         return nil
      end
      check.tensor(self, gradOutput, 'gradOutput')
      check.sameCount(self, gradOutput, 'gradOutput', self._indices, 'output')
      local g = buffers.contiguous(self, '_gradOutput', gradOutput):view(self._indices:size())
      return buffers.like(self, 'gradInput', input):zero():scatter(self:_getPositiveDimension(input), self._indices, g)
   end

   --- Indices are not converted but made anew.
   function class:type(name, cache)
      if name then
         self._indices = nil
      end
      return parent.type(self, name, cache)
   end

   function class:clearState()
      nn.utils.clear(self, '_indices', '_output')
      return parent.clearState(self)
   end
end

return winners
