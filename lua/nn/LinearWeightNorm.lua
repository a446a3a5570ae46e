--- nn.LinearWeightNorm(inputSize, outputSize [, bias=true] [, eps=1e-16]): nn.Linear whose weight is made of directions and lengths.
--
-- weight = g v / max(‖v‖, eps), row by row; the parameters are v (outputSize × inputSize), g (outputSize × 1) and bias. weight is made anew by
-- each forward call in training, and by evaluate(). (Salimans and Kingma 2016.)
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local initial = require 'nn.initial'

local LinearWeightNorm, parent = torch.class('nn.LinearWeightNorm', 'nn.Linear')

function LinearWeightNorm:__init(inputSize, outputSize, bias, eps)
   nn.Module.__init(self)
   self.eps = eps or 1e-16
   self.inputSize, self.outputSize = inputSize, outputSize
   self.weight = torch.Tensor(outputSize, inputSize)
   self.v, self.gradV = torch.Tensor(outputSize, inputSize), torch.Tensor(outputSize, inputSize):zero()
   self.g, self.gradG = torch.Tensor(outputSize, 1), torch.Tensor(outputSize, 1):zero()
   self.norm = torch.Tensor(outputSize, 1)
   if bias == nil or bias then
      self.bias, self.gradBias = torch.Tensor(outputSize), torch.Tensor(outputSize):zero()
   end
   self:reset()
end

--- Makes v and g those of a weight, by default the module's own.
function LinearWeightNorm:initFromWeight(weight)
   weight = weight or self.weight
   self.g:norm(weight, 2, 2):clamp(self.eps, math.huge)
   self.v:copy(weight)
   return self
end

--- The same function as that of an nn.Linear.
function LinearWeightNorm.fromLinear(linear)
   local module = nn.LinearWeightNorm(linear.weight:size(2), linear.weight:size(1), linear.bias ~= nil):type(linear:type())
   module.weight:copy(linear.weight)
   module:initFromWeight()
   if linear.bias then
      module.bias:copy(linear.bias)
   end
   return module
end

--- An nn.Linear that computes the same.
function LinearWeightNorm:toLinear()
   self:updateWeightMatrix()
   local linear = nn.Linear(self.v:size(2), self.v:size(1), self.bias ~= nil):type(self._type)
   linear.weight:copy(self.weight)
   if self.bias then
      linear.bias:copy(self.bias)
   end
   return linear
end

function LinearWeightNorm:parameters()
   if self.bias then
      return { self.v, self.g, self.bias }, { self.gradV, self.gradG, self.gradBias }
   end
   return { self.v, self.g }, { self.gradV, self.gradG }
end

--- New parameters of standard deviation stdv, by default as those of nn.Linear.
function LinearWeightNorm:reset(stdv)
   initial.uniform(self, stdv, self.weight:size(2))
   return self:initFromWeight()
end

--- Makes weight from v and g.
function LinearWeightNorm:updateWeightMatrix()
   local T = check.floating(self, self.v, 'v')
   local v, g = buffers.contiguous(self, '_v', self.v), buffers.contiguous(self, '_g', self.g)
   local norm, weight = buffers.like(self, 'norm', g), buffers.like(self, 'weight', v)
   T.kernels.LinearWeightNorm_weight(v:size(1), v:size(2), v:data(), g:data(), 0, self.eps, norm:data(), weight:data())
end

function LinearWeightNorm:evaluate()
   if self.train ~= false then
      self:updateWeightMatrix()
   end
   parent.evaluate(self)
end

function LinearWeightNorm:updateOutput(input)
   if self.train ~= false then
      self:updateWeightMatrix()
   end
   return parent.updateOutput(self, input)
end

function LinearWeightNorm:accGradParameters(input, gradOutput, scale)
   local T = check.floating(self, input, 'input')
   self.gradWeight = buffers.like(self, 'gradWeight', self.v):zero() -- of this call alone
   parent.accGradParameters(self, input, gradOutput, scale)
   local v, g = buffers.contiguous(self, '_v', self.v), buffers.contiguous(self, '_g', self.g)
   local gradV, gradG = self.gradV:contiguous(), self.gradG:contiguous()
   T.kernels.LinearWeightNorm_gradients(v:size(1), v:size(2), self.gradWeight:data(), v:data(), g:data(), self.norm:data(), gradV:data(),
      gradG:data())
   buffers.back(self.gradV, gradV)
   buffers.back(self.gradG, gradG)
end

--- The gradients are accumulated right into the parameters.
function LinearWeightNorm:defaultAccUpdateGradParameters(input, gradOutput, lr)
   local gradV, gradG, gradBias = self.gradV, self.gradG, self.gradBias
   self.gradV, self.gradG, self.gradBias = self.v, self.g, self.bias
   self:accGradParameters(input, gradOutput, -lr)
   self.gradV, self.gradG, self.gradBias = gradV, gradG, gradBias
end

LinearWeightNorm.sharedAccUpdateGradParameters = nn.Module.sharedAccUpdateGradParameters

--- norm is scratch, too, but in evaluation weight and norm are what v and g gave last: they stay.
function LinearWeightNorm:clearState()
   nn.utils.clear(self, 'gradWeight', '_v', '_g')
   return parent.clearState(self)
end
