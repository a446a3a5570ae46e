--- nn.Padding(dim, pad [, nInputDim] [, value=0] [, index=1]): |pad| slices of a value inserted into a dimension.
--
-- pad < 0: before slice `index`; pad > 0: after slice `index` counted from the end. A negative dim counts from the last. Where inputs
-- have one dimension more than nInputDim, the first is the batch and dim counts after it.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local dimension = require 'nn.dimension'

local Padding, parent = torch.class('nn.Padding', 'nn.Module')

function Padding:__init(dim, pad, nInputDim, value, index)
   parent.__init(self)
   self.value = value or 0
   self.index = index or 1
   self.dim = dim
   self.pad = pad
   self.nInputDim = nInputDim
   self.outputSize = torch.LongStorage()
end

-- Calls act(piece of the input's side, piece of the output's side) for what lies before and after the inserted slices.
local function both_sides(self, x, y, d, act)
   local n, pad = x:size(d), math.abs(self.pad)
   local before = self.pad > 0 and n - self.index + 1 or self.index - 1
   if before < 0 or before > n then
      check.fail(self, 'index %d is outside dimension %d of size %d', self.index, d, n)
   end
   if before > 0 then
      act(x:narrow(d, 1, before), y:narrow(d, 1, before))
   end
   if before < n then
      act(x:narrow(d, before + 1, n - before), y:narrow(d, before + 1 + pad, n - before))
   end
   return before, pad
end

function Padding:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   local d = dimension(self, input, self.dim, self.nInputDim)
   local sizes = input:size():totable()
   sizes[d] = sizes[d] + math.abs(self.pad)
   self.outputSize = torch.LongStorage(sizes)
   local output = buffers.resized(self, 'output', T, sizes)
   local before, pad = both_sides(self, input, output, d, function(x, y)
      y:copy(x)
   end)
   if pad > 0 then
      output:narrow(d, before + 1, pad):fill(self.value)
   end
   return output
end

function Padding:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.tensor(self, gradOutput, 'gradOutput')
   local d = dimension(self, input, self.dim, self.nInputDim)
   if gradOutput:dim() ~= input:dim() or gradOutput:size(d) ~= input:size(d) + math.abs(self.pad)
      or gradOutput:nElement() * input:size(d) ~= input:nElement() * gradOutput:size(d) then
      check.fail(self, 'gradOutput of size %s does not fit an input of size %s', check.size(gradOutput), check.size(input))
   end
   local gradInput = buffers.like(self, 'gradInput', input)
   both_sides(self, gradInput, gradOutput, d, function(x, y)
      x:copy(y)
   end)
   return gradInput
end
