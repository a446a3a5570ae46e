--- nn.Criterion: a loss. forward(input, target) gives a number, backward(input, target) its gradient by the input.
local utils = require 'nn.utils'
local duplicate = require 'nn.duplicate'
local handle = require 'torch.handle'
local blame = require 'lampas.blame'

local Criterion = torch.class('nn.Criterion')

function Criterion:__init()
   self.gradInput = torch.Tensor()
   self.output = 0
   self._type = self.gradInput:type()
end

--- Fields as a file has them; those from before criteria knew their type take it from gradInput.
function Criterion:read(file)
   for key, value in pairs(file:readObject()) do
      self[key] = value
   end
   if self._type == nil then
      self._type = handle.typeOf(self.gradInput) and self.gradInput:type() or torch.getdefaulttensortype()
   end
end

--- The loss; criteria override it.
function Criterion.updateOutput()
end

function Criterion:forward(input, target)
   return self:updateOutput(input, target)
end

--- The gradient of the loss by the input; criteria override it.
function Criterion.updateGradInput()
end

function Criterion:backward(input, target)
   return self:updateGradInput(input, target)
end

--- A deep copy.
function Criterion:clone()
   return duplicate(self)
end

--- Converts every tensor in every field to the type of this name. Returns self.
function Criterion:type(name, cache)
   if not name then
      blame('Criterion: must provide a type to convert to')
   end
   cache = cache or {}
   for key, value in pairs(self) do
      self[key] = utils.recursiveType(value, name, cache)
   end
   self._type = name
   return self
end

function Criterion:float()
   return self:type('torch.FloatTensor')
end

function Criterion:double()
   return self:type('torch.DoubleTensor')
end

function Criterion:cuda()
   return self:type('torch.CudaTensor')
end

function Criterion:cudaHalf()
   return self:type('torch.CudaHalfTensor')
end

function Criterion:cudaDouble()
   return self:type('torch.CudaDoubleTensor')
end

--- criterion(input, target) → loss, gradient.
function Criterion:__call__(input, target)
   self.output = self:forward(input, target)
   self.gradInput = self:backward(input, target)
   return self.output, self.gradInput
end
