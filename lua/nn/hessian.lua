--- nn.hessian.enable(): second derivatives, the diagonal of the Hessian, by one more backward pass.
--
-- Y. LeCun et al., "Efficient BackProp": with h the second derivatives of a loss by a module's outputs, those by its inputs and parameters
-- are taken as Σ h (dy/dx)². That is exact where outputs are linear in what is derived by (Linear, the convolutions, Reshape); for pointwise
-- functions it leaves out the term of f'' (Gauss and Newton's approximation), which keeps what is positive positive.
--
-- After nn.hessian.enable() these methods are there:
--
--    module:initDiagHessianParameters()                          fields diagHessianWeight and diagHessianBias, zero
--    module:updateDiagHessianInput(input, diagHessianOutput)     → diagHessianInput, like updateGradInput
--    module:accDiagHessianParameters(input, diagHessianOutput)   adds to these fields, like accGradParameters
--    criterion:updateDiagHessianInput(input, target)             → second derivatives by the input
--    module:parameters(), module:getParameters()                 give a third value, the second derivatives, where there are any
local flatten = require 'nn.flatten'
local buffers = require 'nn.buffers'
local class = require 'torch.class'
local blame = require 'lampas.blame'

local hessian = {}

-- ---- the rule ------------------------------------------------------------------------------------------------------------

-- Calls f with some of the module's fields replaced, and puts them back; what f left in their place is returned as a table.
local function with_fields(module, fields, f)
   local kept, left = {}, {}
   for name, value in pairs(fields) do
      kept[name], module[name] = module[name], value
   end
   local fine, problem = pcall(f)
   for name in pairs(fields) do
      left[name], module[name] = module[name], kept[name]
   end
   if not fine then
      error(problem, 0)
   end
   return left
end

local function squared(module, field, x)
   return buffers.like(module, field, x):cmul(x, x)
end

-- updateGradInput with squared weights: linear in the input.
local function linear_input(module, input, h)
   local fields = { gradInput = module.diagHessianInput or input.new() }
   if module.weight then
      fields.weight = squared(module, 'weightSq', module.weight)
   end
   module.diagHessianInput = with_fields(module, fields, function()
      module:updateGradInput(input, h)
   end).gradInput
   return module.diagHessianInput
end

local PARAMETERS = { gradWeight = 'diagHessianWeight', gradBias = 'diagHessianBias' }

local function init_parameters(module)
   for gradient, second in pairs(PARAMETERS) do
      if module[gradient] then
         buffers.like(module, second, module[gradient]):zero()
      end
   end
end

-- accGradParameters with squared inputs: linear in the parameters.
local function linear_parameters(module, input, h)
   local fields = {}
   for gradient, second in pairs(PARAMETERS) do
      if module[gradient] then
         fields[gradient] = module[second] or buffers.like(module, second, module[gradient]):zero()
      end
   end
   with_fields(module, fields, function()
      module:accGradParameters(squared(module, 'inputSq', input), h, 1)
   end)
end

-- updateGradInput twice: h f'(x) f'(x).
local function pointwise_input(module, input, h)
   local first = with_fields(module, { gradInput = input.new() }, function()
      module:updateGradInput(input, h)
   end).gradInput
   module.diagHessianInput = with_fields(module, { gradInput = module.diagHessianInput or input.new() }, function()
      module:updateGradInput(input, first)
   end).gradInput
   return module.diagHessianInput
end

-- ---- containers and criteria ------------------------------------------------------------------------------------------------

local Sequential = {}

function Sequential.initDiagHessianParameters(self)
   for _, module in ipairs(self.modules) do
      module:initDiagHessianParameters()
   end
end

function Sequential.updateDiagHessianInput(self, input, h)
   for i = #self.modules, 1, -1 do
      h = self.modules[i]:updateDiagHessianInput(i > 1 and self.modules[i - 1].output or input, h)
   end
   self.diagHessianInput = h
   return h
end

function Sequential.accDiagHessianParameters(self, input, h)
   for i = #self.modules, 1, -1 do
      local module = self.modules[i]
      module:accDiagHessianParameters(i > 1 and self.modules[i - 1].output or input, h)
      h = module.diagHessianInput
   end
end

local function undefined(self)
   blame('%s:updateDiagHessianInput() is undefined', class.type(self))
end

-- Of Σ (x - t)² (/ n).
local function squares(self, input)
   self.diagHessianInput = buffers.like(self, 'diagHessianInput', input):fill(self.sizeAverage ~= false and 2 / input:nElement() or 2)
   return self.diagHessianInput
end

-- Of Σ |x|: 1, but 0 where x is, as Torch has it; the second derivative itself is 0.
local function magnitudes(self, input)
   local ones = buffers.like(self, 'diagHessianInput', input)
   return ones:copy(input:ne(0))
end

-- ---- parameters --------------------------------------------------------------------------------------------------------------

local function third_of_module(parameters)
   return function(self)
      local weights, gradients = parameters(self)
      if not weights then
         return nil
      end
      local seconds = {}
      for _, field in ipairs { 'diagHessianWeight', 'diagHessianBias' } do
         table.insert(seconds, self[field])
      end
      return weights, gradients, seconds
   end
end

local function third_of_container(parameters)
   return function(self)
      local weights, gradients = parameters(self)
      local seconds = {}
      self:applyToModules(function(module)
         for _, second in ipairs(select(3, module:parameters()) or {}) do
            table.insert(seconds, second)
         end
      end)
      return weights, gradients, seconds
   end
end

local function third_vector(getParameters)
   return function(self)
      local _, _, seconds = self:parameters()
      local weights, gradients = getParameters(self)
      if seconds and seconds[1] then
         return weights, gradients, flatten(seconds)
      end
      return weights, gradients
   end
end

-- ---- switching on --------------------------------------------------------------------------------------------------------------

local LINEAR = {
   'Linear', 'SpatialConvolution', 'SpatialConvolutionLocal', 'SpatialConvolutionMap', 'SpatialFullConvolution', 'SpatialFullConvolutionMap',
}
local POINTWISE = { 'Tanh', 'TanhShrink', 'Square', 'Sqrt' }

local enabled = false

--- Adds the methods named above to modules and criteria.
function hessian.enable()
   if enabled then
      return
   end
   enabled = true
   local nn = nn
   local function install(names, methods)
      for _, name in ipairs(names) do
         for method, f in pairs(methods) do
            nn[name][method] = f
         end
      end
   end
   local function nothing() end
   install({ 'Module' }, { updateDiagHessianInput = undefined, accDiagHessianParameters = nothing, initDiagHessianParameters = nothing })
   install({ 'Sequential' }, Sequential)
   install(LINEAR, {
      updateDiagHessianInput = linear_input, accDiagHessianParameters = linear_parameters, initDiagHessianParameters = init_parameters,
   })
   install({ 'Reshape' }, { updateDiagHessianInput = linear_input })
   install(POINTWISE, { updateDiagHessianInput = pointwise_input })
   install({ 'Criterion' }, { updateDiagHessianInput = undefined })
   install({ 'MSECriterion', 'WeightedMSECriterion' }, { updateDiagHessianInput = squares })
   install({ 'L1Cost' }, { updateDiagHessianInput = magnitudes })
   nn.Module.parameters = third_of_module(nn.Module.parameters)
   nn.Container.parameters = third_of_container(nn.Container.parameters)
   nn.Module.getParameters = third_vector(nn.Module.getParameters)
end

return hessian
