--- Checks a layer's gradients by finite differences of its own forward pass.
local torch = require 'torch'
local instance = require 'lampas.instance'

local gradient = {}

local SEED = 4321
local STEP = 1e-5

-- Calls visit(tensor, partner, name) for every DoubleTensor of a value, in nested tables too, with what stands in its place in `others`.
local function each(value, others, name, visit)
   if torch.isTensor(value) then
      if torch.type(value) == 'torch.DoubleTensor' then
         visit(value, others, name)
      end
   elseif type(value) == 'table' then
      for key, one in pairs(value) do
         each(one, type(others) == 'table' and others[key] or nil, ('%s[%s]'):format(name, tostring(key)), visit)
      end
   end
end

-- In-place layers get a copy.
local function spared(self, value)
   return self.inplace and instance.copy(value) or value
end

-- The number whose derivatives backward gives: a criterion's loss, or the sum of output times gradOutput. The generator starts anew
-- each time, so that layers which draw random numbers draw the same.
local function loss(self)
   torch.manualSeed(SEED)
   if self.criterion then
      return (self.module:forward(self.input, self.target))
   end
   local sum = 0
   each(self.module:forward(spared(self, self.input)), self.gradOutput, 'output', function(output, weights)
      sum = sum + torch.dot(output:contiguous(), weights)
   end)
   return sum
end

-- Largest distance of a gradient from the central differences of `tensor`, over the largest of these.
local function distance(self, tensor, analytic)
   if not torch.isTensor(analytic) or analytic:nElement() ~= tensor:nElement() then
      return math.huge
   end
   local worst, scale = 0, 0
   local values, got = tensor:view(tensor:nElement()), analytic:contiguous():view(tensor:nElement())
   for i = 1, tensor:nElement() do
      local kept = values[i]
      values[i] = kept + STEP
      local above = loss(self)
      values[i] = kept - STEP
      local below = loss(self)
      values[i] = kept
      local numeric = (above - below) / (2 * STEP)
      worst, scale = math.max(worst, math.abs(numeric - got[i])), math.max(scale, math.abs(numeric))
      if got[i] ~= got[i] then
         return math.huge
      end
   end
   return worst / math.max(scale, 1e-3)
end

local function run(self)
   torch.manualSeed(SEED)
   if self.criterion then
      self.module:forward(self.input, self.target)
      return self.module:backward(self.input, self.target)
   end
   local input = spared(self, self.input)
   self.module:forward(input)
   instance.prepare(self)
   self.module:zeroGradParameters()
   return self.module:backward(input, spared(self, self.gradOutput))
end

--- Compares gradInput and every gradient of a parameter with central differences.
-- @param self an instance (lampas.instance) in double, small; parameters and inputs are contiguous
-- @return the largest distance over the largest difference, by name: { gradInput = …, ['gradInput[2]'] = …, ['gradParameters[1]'] = … };
--    infinite where a gradient is missing or of another size
function gradient.errors(self)
   local gradInput = instance.copy(run(self))
   local parameters, gradParameters
   if not self.criterion then
      parameters, gradParameters = self.module:parameters()
      gradParameters = instance.copy(gradParameters)
   end
   local errors = {}
   local function compare(tensor, analytic, name)
      errors[name] = distance(self, tensor, analytic)
   end
   each(self.input, gradInput, 'gradInput', compare)
   each(parameters or {}, gradParameters, 'gradParameters', compare)
   return errors
end

return gradient
