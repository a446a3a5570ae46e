--- nn.Constant(value [, nInputDim]): a number or tensor, whatever the input. Where inputs have more dimensions than nInputDim, the first is
-- a batch, and the value is repeated for each sample.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local Constant, parent = torch.class('nn.Constant', 'nn.Module')

function Constant:__init(value, nInputDim)
   self.value = type(value) == 'number' and torch.Tensor { value } or value
   self.nInputDim = nInputDim
   parent.__init(self)
   if not torch.isTensor(self.value) then
      check.fail(self, 'Expecting number or tensor at arg 1, got %s', torch.type(value))
   end
end

function Constant:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   local sizes = self.value:size():totable()
   if self.nInputDim and input:dim() > self.nInputDim then
      table.insert(sizes, 1, input:size(1))
      local output = buffers.resized(self, 'output', T, sizes)
      return output:copy(nn.utils.addSingletonDimension(self.value):expandAs(output))
   end
   return buffers.resized(self, 'output', T, sizes):copy(self.value)
end

function Constant:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.tensor(self, gradOutput, 'gradOutput')
   return buffers.like(self, 'gradInput', input):zero()
end
