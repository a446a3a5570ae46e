--- nn.WeightNorm(module [, outputDim=1]): the module's weight is written as direction times length, W = g v / √(‖v‖² + 1e-4) for each slice
-- along dimension outputDim, and the parameters are v and g (with the module's bias) in its place.
--
-- v: slices × all else, begins as N(0, √(2 / columns)); g: a length for each slice, begins as ‖v‖; bias begins as 0. The weight is
-- computed in each training forward and by evaluate(). (Salimans and Kingma, Weight Normalization, 2016.)
-- In Torch gradV and gradG were taken from a sum in gradWeight that zeroing the flat gradient does not reach; here they add up themselves.
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local WeightNorm, parent = torch.class('nn.WeightNorm', 'nn.Decorator')

local EPSILON = 1e-4

function WeightNorm:__init(module, outputDim)
   parent.__init(self, module)
   if not module.weight then
      check.fail(self, 'a module with a weight expected')
   end
   self.weight, self.gradWeight = module.weight, module.gradWeight
   self.bias, self.gradBias = module.bias, module.gradBias
   self.outputDim = outputDim or 1
   self.weightSize = self.weight:size()
   local rows = self.weight:size(self.outputDim)
   local columns = self.weight:nElement() / rows
   self.otherDims = columns
   self.viewIn = torch.LongStorage { rows, columns }
   self.viewOut = self:permuteIn(self.weight):size()
   self.v, self.g = torch.Tensor(rows, columns), torch.Tensor(rows)
   self.gradV, self.gradG = torch.Tensor(rows, columns):zero(), torch.Tensor(rows):zero()
   self._norm, self._scale = torch.Tensor(rows), torch.Tensor(rows) -- the lengths; the second is Torch's, for files
   self:resetInit()
   self:updateWeight()
end

--- A tensor of the weight's shape with dimension outputDim in front, and back.
function WeightNorm:permuteIn(x)
   for d = self.outputDim - 1, 1, -1 do
      x = x:transpose(d, d + 1)
   end
   return x
end

function WeightNorm:permuteOut(x)
   for d = 1, self.outputDim - 1 do
      x = x:transpose(d, d + 1)
   end
   return x
end

--- New parameters as at first.
function WeightNorm:resetInit()
   self.v:normal(0, math.sqrt(2 / self.viewIn[2]))
   self.g:copy(self.v:norm(2, 2))
   if self.bias then
      self.bias:zero()
   end
end

WeightNorm.reset = WeightNorm.resetInit

--- Computes the module's weight from v and g.
function WeightNorm:updateWeight()
   local T = check.floating(self, self.v, 'v')
   local v, g = self.v:contiguous(), self.g:contiguous()
   local direct = self.outputDim == 1 and self.weight:isContiguous()
   local weight = direct and self.weight or v.new():resizeAs(v)
   local norm = buffers.like(self, '_norm', g)
   T.kernels.LinearWeightNorm_weight(v:size(1), v:size(2), v:data(), g:data(), EPSILON, 0, norm:data(), weight:data())
   if not direct then
      self.weight:copy(self:permuteOut(weight:view(self.viewOut)))
   end
end

function WeightNorm:evaluate()
   if self.train ~= false then
      self:updateWeight()
   end
   parent.evaluate(self)
end

function WeightNorm:updateOutput(input)
   if self.train ~= false then
      self:updateWeight()
   end
   return parent.updateOutput(self, input)
end

-- Adds the gradients by v and g to the tensors `toV` and `toG`, which may be v and g; the module adds that by the bias to its gradBias.
local function add_gradients(self, input, gradOutput, scale, toV, toG)
   self.gradWeight:zero()
   self.modules[1]:accGradParameters(input, gradOutput, scale)
   local T = check.floating(self, self.v, 'v')
   local byWeight, v, g = self:permuteIn(self.gradWeight):contiguous(), self.v:contiguous(), self.g:contiguous()
   local gradV, gradG = toV:contiguous(), toG:contiguous()
   T.kernels.LinearWeightNorm_gradients(v:size(1), v:size(2), byWeight:data(), v:data(), g:data(), self._norm:data(), gradV:data(),
      gradG:data())
   buffers.back(toV, gradV)
   buffers.back(toG, gradG)
end

function WeightNorm:accGradParameters(input, gradOutput, scale)
   add_gradients(self, input, gradOutput, scale or 1, self.gradV, self.gradG)
end

--- The parameters -= lr times their gradients, which are left as they were.
function WeightNorm:accUpdateGradParameters(input, gradOutput, lr)
   local module = self.modules[1]
   local gradBias = module.gradBias
   module.gradBias = module.bias
   add_gradients(self, input, gradOutput, -lr, self.v, self.g)
   module.gradBias = gradBias
end

WeightNorm.sharedAccUpdateGradParameters = WeightNorm.accUpdateGradParameters

function WeightNorm:zeroGradParameters()
   self.modules[1]:zeroGradParameters()
   self.gradV:zero()
   self.gradG:zero()
end

function WeightNorm:updateParameters(learningRate)
   self.v:add(-learningRate, self.gradV)
   self.g:add(-learningRate, self.gradG)
   if self.bias then
      self.bias:add(-learningRate, self.gradBias)
   end
end

--- { v, g, bias }, { gradV, gradG, gradBias }.
function WeightNorm:parameters()
   return { self.v, self.g, self.bias }, { self.gradV, self.gradG, self.gradBias }
end

local OWN = { weight = { 'v', 'g' }, gradWeight = { 'gradV', 'gradG' } }

--- share(other, names…): with the weight, what it is computed from; with gradWeight, the gradients of that. Returns self.
function WeightNorm:share(other, ...)
   local names = { ... }
   for _, name in ipairs { ... } do
      for _, own in ipairs(OWN[name] or {}) do
         table.insert(names, own)
      end
   end
   return nn.Module.share(self, other, unpack(names))
end

--- Files have neither weight nor gradWeight: they follow from v and g.
function WeightNorm:write(file)
   local module, weight, gradWeight = self.modules[1], self.weight, self.gradWeight
   self.weight, self.gradWeight, module.weight, module.gradWeight = nil, nil, nil, nil
   local ok, message = pcall(parent.write, self, file)
   self.weight, self.gradWeight, module.weight, module.gradWeight = weight, gradWeight, weight, gradWeight
   if not ok then
      error(message, 0)
   end
end

function WeightNorm:read(file)
   parent.read(self, file)
   self.gradV = self.gradV:contiguous():view(self.viewIn) -- Torch left it in other shapes
   if not self.weight then
      local module = self.modules[1]
      module.weight, module.gradWeight = self.v.new(self.weightSize), self.v.new(self.weightSize):zero()
      self.weight, self.gradWeight = module.weight, module.gradWeight
      self:updateWeight()
   end
end
