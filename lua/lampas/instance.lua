--- Cases brought to life: a module or criterion with its tensors, and the calls that a row consists of.
local torch = require 'torch'
local nn = require 'nn'

local instance = {}

local TENSOR = { float = 'torch.FloatTensor', double = 'torch.DoubleTensor' }

-- How tensors are filled: the `values` of lampas.cases.
local fillers = {
   uniform = function(tensor, a, b) tensor:uniform(a, b) end,
   zeros = function(tensor) tensor:zero() end,
   normal = function(tensor, mean, stdv) tensor:normal(mean, stdv) end,
   classes = function(tensor, a, b) tensor:uniform(a, b):ceil() end,
   integers = function(tensor, a, b) tensor:random(a, b) end,
   signs = function(tensor) tensor:random(0, 1):mul(2):add(-1) end,
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

-- A value brought to life: { size, values, type } is a tensor, a list of values a table of them, a function makes doubles, anything
-- else stands for itself.
local function new(element, value)
   if type(value) == 'function' then
      return nn.utils.recursiveType(value(), TENSOR[element])
   elseif type(value) ~= 'table' then
      return value
   elseif value.size then
      local make = torch[value.type and value.type .. 'Tensor' or TENSOR[element]:match '%a+$']
      return fill(make():resize(torch.LongStorage(value.size)), value.values)
   end
   local list = {}
   for key, one in pairs(value) do
      list[key] = new(element, one)
   end
   return list
end

-- Tensors like those of `value`, a tensor or a table of them, filled with `values`; for an output that is a number (a loss), 1.
local function like(value, values)
   if torch.isTensor(value) then
      return fill(value.new():resizeAs(value), values)
   elseif type(value) == 'number' then
      return 1
   end
   local list = {}
   for key, one in pairs(value) do
      list[key] = like(one, values)
   end
   return list
end

--- Builds a case.
-- @param type 'float' or 'double'
-- @param mode 'steady' or 'seed', which chooses the initial values
-- @return { module, criterion (boolean), input, target, gradOutput }; gradOutput is there after `instance.prepare`
function instance.new(case, type, mode)
   local seed = mode == 'seed' and case.seed and case.seed.values or {}
   local self = { case = case, type = type, inplace = case.inplace }
   self.module = (case.new and case.new() or nn[case.class](unpack(case.arguments))):type(TENSOR[type])
   self.criterion = torch.isTypeOf(self.module, 'nn.Criterion')
   for field, values in pairs(case.parameters or {}) do
      fill(self.module[field], values)
   end
   self.input = new(type, seed.input and { size = case.input.size, values = seed.input } or case.input)
   self.target = new(type, case.target)
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

--- A value in other tensors: a tensor, a table of values, or anything else, which stays as it is.
function instance.copy(value)
   if torch.isTensor(value) then
      return value:clone()
   elseif type(value) ~= 'table' then
      return value
   end
   local list = {}
   for key, one in pairs(value) do
      list[key] = instance.copy(one)
   end
   return list
end

--- The same instance in other tensors, buffers of the layer among them.
function instance.clone(self)
   local copy = { module = self.module:clone() }
   for _, field in ipairs { 'input', 'target', 'gradOutput' } do
      copy[field] = instance.copy(self[field])
   end
   return setmetatable(copy, { __index = self })
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
      self.gradOutput = like(output, self.gradValues)
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
