--- What every sample of a class of nn has to stand: spec/modules_spec.lua checks it in this project, nn.test at a user's.
--
-- A check is { name, run }: `run(case, report)` takes a small case (lampas.samples) and calls report(what, distance, limit) for each thing
-- compared: it is right when distance <= limit. A distance is relative to the largest entry, where that is above 1, and infinite
-- where types or sizes differ.
local torch = require 'torch'
local gradient = require 'lampas.gradient'
local instance = require 'lampas.instance'

local GRADIENT_LIMIT, FLOAT_LIMIT = 1e-5, 2e-5

local function copy(value)
   return torch.deserialize(torch.serialize(value))
end

-- Both as double tensors: numbers are tensors of one element.
local function tensors(a, b)
   if type(a) == 'number' then
      return torch.Tensor { a }, torch.Tensor { b }
   end
   return a:double(), b:double()
end

-- Distance of two values alike in shape: tensors, numbers, nested tables of them.
local function distance(a, b)
   if torch.isTensor(a) or type(a) == 'number' then
      if torch.type(a) ~= torch.type(b) then
         return math.huge
      end
      local x, y = tensors(a, b)
      if not x:isSameSizeAs(y) then
         return math.huge
      elseif x:nElement() == 0 then
         return 0
      end
      local difference = (x - y):abs():max()
      return difference == difference and difference / math.max(1, x:clone():abs():max()) or math.huge
   end
   local worst = 0
   if type(a) == 'table' then
      if type(b) ~= 'table' then
         return math.huge
      end
      for key, one in pairs(a) do
         worst = math.max(worst, distance(one, b[key]))
      end
   end
   return worst
end

local function new(case)
   torch.manualSeed(11)
   return instance.new(case, 'double', 'steady')
end

-- What forward and backward give, as copies: of the instance's module or of another in its place.
local function pass(self, module)
   torch.manualSeed(12)
   module = module or self.module
   local input, results = copy(self.input), {}
   if self.criterion then
      results.output = module:forward(input, self.target)
      results.gradInput = copy(module:backward(input, self.target))
      return results
   end
   results.output = copy(module:forward(input))
   if not self.gradOutput then
      local kept = self.module
      self.module = module
      instance.prepare(self)
      self.module = kept
   end
   if self.inplace then
      input = copy(self.input)
      module:forward(input)
   end
   module:zeroGradParameters()
   results.gradInput = copy(module:backward(input, copy(self.gradOutput)))
   local _, gradParameters = module:parameters()
   results.gradParameters = copy(gradParameters or {})
   return results
end

-- A value with its tensors in float; indices and masks stay what they are.
local function in_float(value)
   if torch.isTensor(value) then
      return torch.type(value) == 'torch.DoubleTensor' and value:float() or value
   elseif type(value) ~= 'table' then
      return value
   end
   local list = {}
   for key, one in pairs(value) do
      list[key] = in_float(one)
   end
   return list
end

local checks = {}

local function add(name, run)
   checks[#checks + 1] = { name = name, run = run }
end

add('prints', function(case, report)
   local text = tostring(new(case).module)
   report(text, text:find('^nn%.') and 0 or math.huge, 0)
end)

add('gives the same as a clone, and after saving and loading in both encodings', function(case, report)
   local self = new(case)
   local untouched = { self.module:clone(), copy(self.module), torch.deserialize(torch.serialize(self.module, 'ascii'), 'ascii') }
   local wanted = pass(self)
   for _, other in ipairs(untouched) do
      report('the string of a copy', tostring(self.module) == tostring(other) and 0 or math.huge, 0)
      report('a copy before its first call', distance(wanted, pass(self, other)), 0)
   end
   report('a clone', distance(wanted, pass(self, self.module:clone())), 0)
   report('saved and loaded', distance(wanted, pass(self, copy(self.module))), 0)
end)

add('computes in float what it computes in double', function(case, report)
   local self = new(case)
   local wanted = pass(self)
   local float = { criterion = self.criterion, inplace = self.inplace, module = self.module:clone():float() }
   for _, field in ipairs { 'input', 'target', 'gradOutput' } do
      float[field] = self[field] and in_float(self[field])
   end
   for key, value in pairs(pass(float)) do
      report(key, distance(in_float(wanted[key]), in_float(value)), case.rounding or FLOAT_LIMIT)
   end
end)

add('has the gradients of finite differences', function(case, report)
   if case.undifferentiated then
      report('gradInput, which finite differences do not tell', pass(new(case)).gradInput and 0 or math.huge, 0)
      return
   end
   for name, error in pairs(gradient.errors(new(case))) do
      report(name, error, GRADIENT_LIMIT)
   end
end)

return checks
