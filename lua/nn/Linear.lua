--- nn.Linear(inputSize, outputSize [, bias=true]): y = W x + b, for a vector or for each row of a matrix.
-- weight: outputSize × inputSize; both parameters begin as U(±1/√inputSize).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local raw = require('torch.handle').raw
local initial = require 'nn.initial'

local Linear, parent = torch.class('nn.Linear', 'nn.Module')

function Linear:__init(inputSize, outputSize, bias)
   parent.__init(self)
   self.weight = torch.Tensor(outputSize, inputSize)
   self.gradWeight = torch.Tensor(outputSize, inputSize)
   if bias == nil or bias then
      self.bias = torch.Tensor(outputSize)
      self.gradBias = torch.Tensor(outputSize)
   end
   self:reset()
end

function Linear:noBias()
   self.bias, self.gradBias = nil, nil
   return self
end

--- New parameters of standard deviation stdv, by default as at first.
function Linear:reset(stdv)
   return initial.uniform(self, stdv, self.weight:size(2))
end

-- Batch size (nil for a vector), input size and output size, checked against the weight.
local function geometry(self, input)
   if not self.weight then
      check.fail(self, 'the weight is missing')
   end
   local w = raw(self.weight)
   local inputSize = tonumber(w.size[1])
   return check.vectors(self, input, inputSize), inputSize, tonumber(w.size[0])
end

function Linear:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local batch, inputSize, outputSize = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local w = buffers.contiguous(self, '_weight', self.weight)
   local output = batch and buffers.sized(self, 'output', T, 2, batch, outputSize) or buffers.sized(self, 'output', T, 1, outputSize)
   local bias = self.bias and buffers.contiguous(self, '_bias', self.bias)
   check.done(self, T.kernels.Linear_updateOutput(batch or 1, inputSize, outputSize, x:data(), w:data(), bias and bias:data(), output:data()))
   return output
end

local function check_gradOutput(self, gradOutput, batch, outputSize)
   check.floating(self, gradOutput, 'gradOutput')
   local p = raw(gradOutput)
   local n = batch and 2 or 1
   if p.nDimension ~= n or p.size[n - 1] ~= outputSize or (batch and p.size[0] ~= batch) then
      check.fail(self, 'gradOutput of size %s, wanted %s', check.size(gradOutput), batch and batch .. 'x' .. outputSize or outputSize)
   end
end

function Linear:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local batch, inputSize, outputSize = geometry(self, input)
   check_gradOutput(self, gradOutput, batch, outputSize)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local w = buffers.contiguous(self, '_weight', self.weight)
   local gradInput = buffers.like(self, 'gradInput', input)
   check.done(self, T.kernels.Linear_updateGradInput(batch or 1, inputSize, outputSize, g:data(), w:data(), gradInput:data()))
   return gradInput
end

function Linear:accGradParameters(input, gradOutput, scale)
   local T = check.floating(self, input, 'input')
   local batch, inputSize, outputSize = geometry(self, input)
   check_gradOutput(self, gradOutput, batch, outputSize)
   if not self.gradWeight then
      check.fail(self, 'gradWeight is missing')
   end
   local x = buffers.contiguous(self, '_input', input)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradWeight = self.gradWeight:contiguous()
   local gradBias = self.gradBias and self.gradBias:contiguous()
   check.done(self, T.kernels.Linear_accGradParameters(batch or 1, inputSize, outputSize, x:data(), g:data(), gradWeight:data(),
      gradBias and gradBias:data(), scale or 1))
   buffers.back(self.gradWeight, gradWeight)
   if gradBias then
      buffers.back(self.gradBias, gradBias)
   end
end

-- Accumulating into the weights themselves is right for shared ones, too.
Linear.sharedAccUpdateGradParameters = parent.defaultAccUpdateGradParameters

--- Makes `addBuffer` a vector of ones, one for each row of the input. Nothing here needs it, but classes that scripts derive do.
function Linear:updateAddBuffer(input)
   local batch = input:dim() == 2 and input:size(1) or 1
   self.addBuffer = (self.addBuffer or input.new()):resize(batch):fill(1)
end

function Linear:clearState()
   nn.utils.clear(self, 'addBuffer')
   return parent.clearState(self)
end

function Linear:__tostring__()
   if not self.weight then
      return torch.type(self)
   end
   return ('%s(%d -> %d)%s'):format(torch.type(self), self.weight:size(2), self.weight:size(1), self.bias and '' or ' without bias')
end
