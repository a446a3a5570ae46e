--- nn.Add(inputSize [, scalar]): y = x + b with a learnt bias.
--
-- b has inputSize elements, or one for all when `scalar` is given (any true value). An input of inputSize elements is one sample;
-- otherwise its first dimension is the batch. b begins as U(±1/√inputSize).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local initial = require 'nn.initial'

local Add, parent = torch.class('nn.Add', 'nn.Module')

function Add:__init(inputSize, scalar)
   parent.__init(self)
   local size = scalar and 1 or inputSize
   self.scalar = scalar
   self.bias = torch.Tensor(size)
   self.gradBias = torch.Tensor(size)
   self._ones = torch.Tensor { 1 } -- Torch's own class asks for it in a file
   self:reset()
end

--- A new bias of standard deviation stdv, by default as at first.
function Add:reset(stdv)
   return initial.uniform(self, stdv, self.bias:size(1))
end

-- Samples in x, each of as many elements as the bias.
local function batch_of(self, x)
   local n, count = self.bias:nElement(), x:nElement()
   if count == n then
      return 1
   elseif x:dim() < 2 or count ~= x:size(1) * n then
      check.fail(self, 'input of size %s, wanted %d elements, or a batch of so many', check.size(x), n)
   end
   return x:size(1)
end

function Add:updateOutput(input)
   check.floating(self, input, 'input')
   if self.bias:nElement() == 1 then
      return buffers.like(self, 'output', input):add(input, self.bias[1])
   end
   local batch = batch_of(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.like(self, 'output', input)
   output:view(batch, -1):add(x:view(batch, -1), self.bias:contiguous():view(1, -1):expand(batch, self.bias:nElement()))
   return output
end

function Add:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.floating(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   return buffers.like(self, 'gradInput', input):copy(gradOutput)
end

function Add:accGradParameters(_, gradOutput, scale)
   scale = scale or 1
   if self.gradBias:nElement() == 1 then
      self.gradBias[1] = self.gradBias[1] + scale * gradOutput:sum()
      return
   end
   local batch = batch_of(self, gradOutput)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   self.gradBias:add(scale, batch == 1 and g:view(-1) or g:view(batch, -1):sum(1):view(-1))
end
