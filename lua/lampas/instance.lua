--- Cases brought to life: a module or criterion with its tensors, and the calls that a row consists of.
local torch = require 'torch'
local nn = require 'nn'

local instance = {}

local TENSOR = { float = 'torch.FloatTensor', double = 'torch.DoubleTensor' }

local fillers = {
   uniform = function(tensor, a, b) tensor:uniform(a, b) end,
   zeros = function(tensor) tensor:zero() end,
   classes = function(tensor, a, b) tensor:uniform(a, b):ceil() end,
   ramp = function(tensor, step)
      for i = 1, tensor:nElement() do
         tensor[i] = step * i
      end
   end,
}

local function fill(tensor, values)
   fillers[values[1]](tensor, values[2], values[3])
   return tensor
end

local function new(type, size, values)
   return fill(torch[type == 'float' and 'FloatTensor' or 'DoubleTensor'](torch.LongStorage(size)), values)
end

--- Builds a case.
-- @param type 'float' or 'double'
-- @param mode 'steady' or 'seed', which chooses the initial values
-- @return { module, criterion (boolean), input, target, gradOutput }; gradOutput is there after `instance.prepare`
function instance.new(case, type, mode)
   local seed = mode == 'seed' and case.seed and case.seed.values or {}
   local self = { case = case, criterion = case.criterion, type = type, inplace = case.class == 'ReLU' and case.arguments[1] }
   self.module = nn[case.class](unpack(case.arguments)):type(TENSOR[type])
   for field, values in pairs(case.parameters or {}) do
      fill(self.module[field], values)
   end
   self.input = new(type, case.input.size, seed.input or case.input.values)
   if case.target then
      self.target = new(type, case.target.size, case.target.values)
   end
   self.gradValues = case.gradOutput and (seed.gradOutput or case.gradOutput.values)
   return self
end

--- An instance of somebody's own module or criterion.
-- @param gradOutput optional: random numbers of the output's size when it is nil
function instance.wrap(module, input, target, gradOutput)
   local criterion = torch.isTypeOf(module, 'nn.Criterion')
   return {
      module = module, criterion = criterion, input = input, target = target, gradOutput = gradOutput,
      type = torch.typename(input) == 'torch.FloatTensor' and 'float' or 'double', gradValues = { 'uniform', -1, 1 },
      inplace = module.inplace,
   }
end

--- Makes gradOutput, once a forward call has made the output that it has the size of.
function instance.prepare(self)
   if self.criterion or self.gradOutput then
      return
   end
   local output = self.module.output
   if self.gradValues[1] == 'output' then
      self.gradOutput = output:clone()
   else
      self.gradOutput = fill(output.new():resizeAs(output), self.gradValues)
   end
end

--- The call that a row times.
-- @param method 'forward' or 'backward'
function instance.operation(self, method)
   local module, input = self.module, self.input
   local other = self.criterion and self.target or self.gradOutput
   if method == 'backward' then
      return function() module:backward(input, other) end
   elseif self.criterion then
      return function() module:forward(input, other) end
   end
   return function() module:forward(input) end
end

return instance
