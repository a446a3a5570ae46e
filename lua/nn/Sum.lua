--- nn.Sum([dimension=1] [, nInputDims] [, sizeAverage=false] [, squeeze=true]): the sum, or the average, over a dimension, which is left
-- out of the output unless squeeze is false or the input has no other.
--
-- A negative dimension counts from the last. Where inputs have one dimension more than nInputDims, the first is the batch and
-- `dimension` counts after it.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local dimension = require 'nn.dimension'

local Sum, parent = torch.class('nn.Sum', 'nn.Module')

function Sum:__init(dim, nInputDims, sizeAverage, squeeze)
   parent.__init(self)
   self.dimension = dim or 1
   self.nInputDims = nInputDims
   self.sizeAverage = sizeAverage or false
   self.squeeze = squeeze == nil or squeeze
   if type(self.squeeze) ~= 'boolean' then
      check.fail(self, 'squeeze has to be true/false, got %s', torch.type(squeeze))
   end
end

function Sum:_getPositiveDimension(input)
   return dimension(self, input, self.dimension, self.nInputDims)
end

function Sum:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   local d = self:_getPositiveDimension(input)
   local output = buffers.kept(self, 'output', T):sum(input, d)
   if self.sizeAverage then
      output:div(input:size(d))
   end
   if self.squeeze ~= false and input:dim() > 1 then
      local sizes = input:size():totable()
      table.remove(sizes, d)
      output:resize(torch.LongStorage(sizes))
   end
   return output
end

function Sum:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.tensor(self, gradOutput, 'gradOutput')
   local d, sizes = self:_getPositiveDimension(input), input:size()
   local n = sizes[d]
   if gradOutput:nElement() * n ~= input:nElement() then
      check.fail(self, 'gradOutput of size %s does not fit an input of size %s', check.size(gradOutput), check.size(input))
   end
   sizes[d] = 1
   local g = buffers.contiguous(self, '_gradOutput', gradOutput):view(sizes):expandAs(input)
   local gradInput = buffers.like(self, 'gradInput', input)
   return self.sizeAverage and gradInput:div(g, n) or gradInput:copy(g)
end
