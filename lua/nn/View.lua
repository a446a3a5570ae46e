--- nn.View(sizes): the input with other sizes; one of them may be -1. The output shows the input's elements.
--
-- Where the input has more elements than the sizes take, the quotient is the batch size and becomes a first dimension;
-- setNumInputDims(n) declares that all but the last n dimensions of an input are batch.
local check = require 'nn.check'
local views = require 'nn.views'

local View, parent = torch.class('nn.View', 'nn.Module')

function View:__init(...)
   parent.__init(self)
   self:resetSize(...)
   self:setNumInputDims(nil)
end

--- Sets the sizes: numbers, or one LongStorage. Returns self.
function View:resetSize(first, ...)
   self.size = torch.type(first) == 'torch.LongStorage' and first or torch.LongStorage { first, ... }
   self.numElements = 1
   local inferred = 0
   for i = 1, self.size:size() do
      if self.size[i] == -1 then
         inferred = inferred + 1
      elseif self.size[i] < 0 then
         check.fail(self, 'size should be positive or -1')
      else
         self.numElements = self.numElements * self.size[i]
      end
   end
   if inferred > 1 then
      check.fail(self, 'only one dimension can be at -1')
   end
   return self
end

--- Sets how many dimensions a single sample has; nil: unknown. Returns self.
function View:setNumInputDims(numInputDims)
   self.numInputDims = numInputDims
   return self
end

local function has_inferred(size)
   for i = 1, size:size() do
      if size[i] == -1 then
         return true
      end
   end
   return false
end

-- Batch size of an input, or nil where there is no batch dimension to add.
local function batch_size(self, input)
   local n = input:dim()
   local sample = self.numInputDims or n
   local leading, elements = 1, 1
   for d = 1, n do
      if d <= n - sample then
         leading = leading * input:size(d)
      else
         elements = elements * input:size(d)
      end
   end
   if elements % self.numElements ~= 0 then
      check.fail(self, 'input view (%s) and desired view (%s) do not match', check.size(input), table.concat(self.size:totable(), 'x'))
   end
   local batch = leading * (has_inferred(self.size) and 1 or elements / self.numElements)
   if batch ~= 1 or n > sample then
      return batch
   end
end

function View:updateOutput(input)
   check.tensor(self, input, 'input')
   local batch = batch_size(self, input)
   if batch then
      return views.updateOutput(self, input, batch, unpack(self.size:totable()))
   end
   return views.updateOutput(self, input, self.size)
end

View.updateGradInput = views.updateGradInput

function View:__tostring__()
   return ('%s(%s)'):format(torch.type(self), table.concat(self.size:totable(), ', '))
end
