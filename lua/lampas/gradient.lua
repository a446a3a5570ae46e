--- Checks a layer's gradients by finite differences of its own forward pass.
local torch = require 'torch'
local instance = require 'lampas.instance'

local gradient = {}

local SEED = 4321
local STEP = 1e-5

-- The number whose derivatives backward gives: a criterion's loss, or the sum of output times gradOutput. The generator starts anew
-- each time, so that layers which draw random numbers draw the same; in-place layers get a copy.
local function loss(self)
   torch.manualSeed(SEED)
   if self.criterion then
      return (self.module:forward(self.input, self.target))
   end
   local output = self.module:forward(self.inplace and self.input:clone() or self.input)
   local sum = 0
   local y, dy = output:contiguous(), self.gradOutput
   local values, weights = y:data(), dy:data()
   for i = 0, y:nElement() - 1 do
      sum = sum + values[i] * weights[i]
   end
   return sum
end

-- Largest distance of a gradient from the central differences of `tensor`, over the largest of these.
local function distance(self, tensor, analytic)
   local worst, scale = 0, 0
   local values, got = tensor:data(), analytic:data()
   for i = 0, tensor:nElement() - 1 do
      local kept = values[i]
      values[i] = kept + STEP
      local above = loss(self)
      values[i] = kept - STEP
      local below = loss(self)
      values[i] = kept
      local numeric = (above - below) / (2 * STEP)
      worst, scale = math.max(worst, math.abs(numeric - got[i])), math.max(scale, math.abs(numeric))
   end
   return worst / math.max(scale, 1e-3)
end

--- Compares gradInput and every gradient of a parameter with central differences.
-- @param self an instance (lampas.instance) in double, small
-- @return the largest distance over the largest difference, by name: { gradInput = …, gradWeight = … }
function gradient.errors(self)
   local module = self.module
   local first = self.inplace and self.input:clone() or self.input
   torch.manualSeed(SEED)
   if self.criterion then
      module:forward(first, self.target)
      module:backward(first, self.target)
   else
      module:forward(first)
      instance.prepare(self)
      module:zeroGradParameters()
      module:backward(first, self.inplace and self.gradOutput:clone() or self.gradOutput)
   end
   local analytic = { gradInput = module.gradInput:clone() }
   for _, name in ipairs { 'Weight', 'Bias' } do
      local field = 'grad' .. name
      analytic[field] = module[field] and module[field]:clone()
   end
   local errors = { gradInput = distance(self, self.input, analytic.gradInput) }
   for _, name in ipairs { 'weight', 'bias' } do
      local field = 'grad' .. name:sub(1, 1):upper() .. name:sub(2)
      if not self.criterion and module[name] and analytic[field] then
         errors[field] = distance(self, module[name], analytic[field])
      end
   end
   return errors
end

return gradient
