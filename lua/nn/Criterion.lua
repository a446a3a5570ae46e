--- nn.Criterion: a loss. forward(input, target) gives a number, backward(input, target) its gradient by the input.
local fields = require 'nn.fields'
local blame = require 'lampas.blame'

local Criterion = torch.class('nn.Criterion')

function Criterion:__init()
   self.gradInput = torch.Tensor()
   self.output = 0
   self._type = self.gradInput:type()
end

Criterion.read = fields.read

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
   return fields.duplicate(self)
end

--- Converts every tensor in every field to the type of this name. Returns self.
function Criterion:type(name, cache)
   if not name then
      blame('Criterion: must provide a type to convert to')
   end
   return fields.convert(self, name, cache)
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
