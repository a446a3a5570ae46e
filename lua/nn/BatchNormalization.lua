--- nn.BatchNormalization(nOutput [, eps=1e-5] [, momentum=0.1] [, affine=true]): each feature of a batch × nOutput input is
-- brought to mean 0 and variance 1, then scaled by weight and shifted by bias. (Ioffe and Szegedy 2015.)
--
-- In training, with more than one sample, the batch's own mean and biased variance serve, and running_mean and running_var
-- (unbiased) follow them by `momentum`; otherwise the running ones serve. weight begins as U(0, 1), bias as 0.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local handle = require 'torch.handle'
local raw = handle.raw

local BatchNormalization, parent = torch.class('nn.BatchNormalization', 'nn.Module')

BatchNormalization.__version = 2

--- Dimensions of a batch; the spatial and volumetric classes have more.
BatchNormalization.nDim = 2

function BatchNormalization:__init(nOutput, eps, momentum, affine)
   parent.__init(self)
   if type(nOutput) ~= 'number' then
      check.fail(self, 'number of features expected, got %s', torch.type(nOutput))
   elseif affine ~= nil and type(affine) ~= 'boolean' then
      check.fail(self, 'affine has to be true/false, got %s', torch.type(affine))
   end
   self.affine = affine == nil or affine
   self.eps = eps or 1e-5
   self.train = true
   self.momentum = momentum or 0.1
   self.running_mean, self.running_var = torch.zeros(nOutput), torch.ones(nOutput)
   if self.affine then
      self.weight, self.bias = torch.Tensor(nOutput), torch.Tensor(nOutput)
      self.gradWeight, self.gradBias = torch.Tensor(nOutput), torch.Tensor(nOutput)
      self:reset()
   end
end

--- New parameters, and statistics as at first.
function BatchNormalization:reset()
   if self.weight then
      self.weight:uniform()
   end
   if self.bias then
      self.bias:zero()
   end
   self.running_mean:zero()
   self.running_var:fill(1)
end

-- Batch size, features, elements of a feature in a sample, and whether the batch's own statistics serve.
local function geometry(self, input)
   local p = raw(input)
   local n = p.nDimension
   if n ~= self.nDim and (n ~= self.nDim - 1 or self.train) then
      check.fail(self, 'only mini-batch supported (%dD tensor), got %dD tensor instead', self.nDim, n)
   end
   local at = n == self.nDim and 1 or 0
   local features = self.running_mean:nElement()
   if p.size[at] ~= features then
      check.fail(self, 'got %d-feature tensor, expected %d', tonumber(p.size[at]), features)
   end
   local batch = at == 1 and tonumber(p.size[0]) or 1
   return batch, features, input:nElement() / math.max(batch * features, 1), (self.train and batch > 1) or false
end

-- Pointer of one of the module's vectors, or nil.
local function data(self, name)
   local x = self[name]
   if x and not x:isContiguous() then
      check.fail(self, '%s needs to be contiguous', name)
   end
   return x and x:data()
end

function BatchNormalization:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local batch, features, inner, train = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.like(self, 'output', input)
   local mean, std = buffers.sized(self, 'save_mean', T, 1, features), buffers.sized(self, 'save_std', T, 1, features)
   T.kernels.BatchNormalization_updateOutput(output:data(), x:data(), data(self, 'weight'), data(self, 'bias'),
      data(self, 'running_mean'), data(self, 'running_var'), mean:data(), std:data(), batch, features, inner, train, self.momentum, self.eps)
   return output
end

-- One kernel for all gradients: into gradInput unless it is nil, and to the parameters' if `parameters` is true.
local function backward(self, input, gradOutput, scale, gradInput, parameters)
   local T = check.floating(self, input, 'input')
   local batch, features, inner, train = geometry(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.sameSize(self, gradOutput, 'gradOutput', input, 'input')
   local x = buffers.contiguous(self, '_input', input)
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local mean, std = buffers.sized(self, 'save_mean', T, 1, features), buffers.sized(self, 'save_std', T, 1, features)
   T.kernels.BatchNormalization_backward(gradInput and gradInput:data(), parameters and data(self, 'gradWeight'),
      parameters and data(self, 'gradBias'), x:data(), g:data(), data(self, 'weight'), data(self, 'running_mean'), data(self, 'running_var'),
      mean:data(), std:data(), batch, features, inner, train, scale or 1, self.eps)
   return gradInput
end

-- self.gradInput to be written, unless it was cut out.
local function gradInput_like(self, input)
   return self.gradInput and check.floating(self, input, 'input') and buffers.like(self, 'gradInput', input)
end

function BatchNormalization:backward(input, gradOutput, scale)
   return backward(self, input, gradOutput, scale, gradInput_like(self, input), true)
end

function BatchNormalization:updateGradInput(input, gradOutput)
   local gradInput = gradInput_like(self, input)
   return gradInput and backward(self, input, gradOutput, 1, gradInput, nil)
end

function BatchNormalization:accGradParameters(input, gradOutput, scale)
   if self.gradWeight or self.gradBias then
      backward(self, input, gradOutput, scale, nil, true)
   end
end

function BatchNormalization:read(file, version)
   parent.read(self, file)
   if version < 2 and self.running_std then -- these files kept 1 / √(variance + eps)
      self.running_var = self.running_std:pow(-2):add(-self.eps)
      self.running_std = nil
   end
end

function BatchNormalization:clearState()
   nn.utils.clear(self, 'save_mean', 'save_std')
   return parent.clearState(self)
end

function BatchNormalization:__tostring__()
   return ('%s (%dD) (%d)'):format(torch.type(self), self.nDim, self.running_mean:nElement())
end
