--- nn.Module: what every layer is.
--
-- A layer overrides updateOutput, updateGradInput and, with parameters, accGradParameters. Results are kept in the fields
-- `output` and `gradInput`, and the same tensor objects are returned each time. Parameters are `weight` and `bias`, their
-- gradients `gradWeight` and `gradBias`; any field may be nil.
local flatten = require 'nn.flatten'
local fields = require 'nn.fields'
local utils = require 'nn.utils'
local handle = require 'torch.handle'
local class = require 'torch.class'
local blame = require 'lampas.blame'

local Module = torch.class('nn.Module')

function Module:__init()
   self.gradInput = torch.Tensor()
   self.output = torch.Tensor()
   self._type = self.output:type()
end

-- ---- forward and backward ---------------------------------------------------------------------------------------------

--- The output for an input; layers override it.
function Module:updateOutput(_)
   return self.output
end

function Module:forward(input)
   return self:updateOutput(input)
end

--- The gradient of the loss by the input, from that by the output; layers override it.
function Module:updateGradInput(_, _)
   return self.gradInput
end

--- Adds scale times the gradient by the parameters; layers with parameters override it.
function Module.accGradParameters()
end

--- updateGradInput, then accGradParameters with `scale` (1). Returns gradInput.
function Module:backward(input, gradOutput, scale)
   self:updateGradInput(input, gradOutput)
   self:accGradParameters(input, gradOutput, scale or 1)
   return self.gradInput
end

--- backward that updates the parameters at once by -lr times their gradient.
function Module:backwardUpdate(input, gradOutput, lr)
   self.gradInput = self:updateGradInput(input, gradOutput)
   self:accUpdateGradParameters(input, gradOutput, lr)
   return self.gradInput
end

--- Parameters -= lr times their gradient, without the gradients' tensors unless the parameters are shared.
function Module:accUpdateGradParameters(input, gradOutput, lr)
   if self.shared then
      self:sharedAccUpdateGradParameters(input, gradOutput, lr)
   else
      self:defaultAccUpdateGradParameters(input, gradOutput, lr)
   end
end

--- The gradients are accumulated right into the parameters.
function Module:defaultAccUpdateGradParameters(input, gradOutput, lr)
   local gradWeight, gradBias = self.gradWeight, self.gradBias
   self.gradWeight, self.gradBias = self.weight, self.bias
   self:accGradParameters(input, gradOutput, -lr)
   self.gradWeight, self.gradBias = gradWeight, gradBias
end

--- Zero the gradients, accumulate, update: for parameters that several modules share.
function Module:sharedAccUpdateGradParameters(input, gradOutput, lr)
   if self:parameters() then
      self:zeroGradParameters()
      self:accGradParameters(input, gradOutput, 1)
      self:updateParameters(lr)
   end
end

--- module(input) → output; module(input, gradOutput) → output, gradInput.
function Module:__call__(input, gradOutput)
   self:forward(input)
   if gradOutput then
      self:backward(input, gradOutput)
      return self.output, self.gradInput
   end
   return self.output
end

-- ---- parameters ---------------------------------------------------------------------------------------------------------

--- { weight, bias }, { gradWeight, gradBias } without what is missing; nothing at all if there is no parameter.
function Module:parameters()
   if self.weight and self.bias then
      return { self.weight, self.bias }, { self.gradWeight, self.gradBias }
   elseif self.weight then
      return { self.weight }, { self.gradWeight }
   elseif self.bias then
      return { self.bias }, { self.gradBias }
   end
end

function Module:zeroGradParameters()
   local _, gradients = self:parameters()
   for _, gradient in ipairs(gradients or {}) do
      gradient:zero()
   end
end

--- Parameters -= learningRate times their gradients.
function Module:updateParameters(learningRate)
   local parameters, gradients = self:parameters()
   for i, parameter in ipairs(parameters or {}) do
      if gradients[i] then
         parameter:add(-learningRate, gradients[i])
      end
   end
end

Module.flatten = flatten

-- Torch's getParameters takes its scratch tensors from here; ours needs none, but scripts fill the table.
Module._flattenTensorBuffer = {}

--- All parameters and all gradients as two vectors, each over one new storage that the modules' tensors are set to show.
-- Call it once on a network; sharing among tensors survives, and shared elements are counted once.
function Module:getParameters()
   local parameters, gradients = self:parameters()
   local p, g = flatten(parameters or {}), flatten(gradients or {})
   if p:nElement() ~= g:nElement() then
      blame('%s: check that you are sharing parameters and gradParameters (%d and %d elements)', class.type(self), p:nElement(), g:nElement())
   end
   for i, parameter in ipairs(parameters or {}) do
      if parameter:storageOffset() ~= gradients[i]:storageOffset() then
         blame('%s: misaligned parameter at %d', class.type(self), i)
      end
   end
   return p, g
end

--- share(other, 'weight', 'bias', …): the named fields show the other module's tensors from now on. Returns self.
function Module:share(other, ...)
   for _, name in ipairs { ... } do
      if self[name] ~= nil then
         self[name]:set(other[name])
         self.shared = true
         other.shared = true
      end
   end
   return self
end

-- ---- modes, types, files ------------------------------------------------------------------------------------------------

function Module:training()
   self.train = true
end

function Module:evaluate()
   self.train = false
end

--- New initial parameters; layers override it.
function Module.reset()
end

--- Empties output, gradInput and the contiguous copies that layers keep; layers add their own buffers. Returns self.
function Module:clearState()
   return utils.clear(self, 'output', 'gradInput', '_input', '_gradOutput', '_weight', '_bias')
end

--- The name of the module's tensor type; with a name, converts every tensor in every field, keeping what is shared shared.
-- Pass one `cache` table to convert several networks that share tensors. Returns self.
function Module:type(name, cache)
   if not name then
      return self._type
   end
   return fields.convert(self, name, cache)
end

function Module:float(...)
   return self:type('torch.FloatTensor', ...)
end

function Module:double(...)
   return self:type('torch.DoubleTensor', ...)
end

function Module:cuda(...)
   return self:type('torch.CudaTensor', ...)
end

--- The fields as one table.
function Module:write(file)
   local values = {}
   for key, value in pairs(self) do
      values[key] = value
   end
   file:writeObject(values)
end

Module.read = fields.read

-- Calls visit(tensor) for the tensors in the named fields that share() reaches; what classes with a share of their own reach is not known.
local function each_shared(module, names, visit)
   if module.share == Module.share then
      for _, name in ipairs(names) do
         if handle.typeOf(module[name]) then
            visit(module[name])
         end
      end
   elseif module.share == nn.Container.share then
      for _, child in ipairs(module.modules or {}) do
         each_shared(child, names, visit)
      end
   end
end

-- A copy that share() is called on next: what it will share is left out, so that its memory is never there twice.
local function duplicate_without(self, names)
   local shown = {}
   each_shared(self, names, function(x)
      local key = class.pointer(x)
      if not shown[key] then
         shown[key] = { x, x.new(x) }
         x:set()
      end
   end)
   local ok, copy = pcall(fields.duplicate, self)
   for _, pair in pairs(shown) do
      pair[1]:set(pair[2])
   end
   return ok and copy or fields.duplicate(self) -- a class that has to read or write them gets them
end

--- clone('weight', 'bias', …): a deep copy; the named fields show this module's tensors.
function Module:clone(...)
   if select('#', ...) == 0 then
      return fields.duplicate(self)
   end
   return duplicate_without(self, { ... }):share(self, ...)
end

-- ---- the tree of modules ----------------------------------------------------------------------------------------------

--- Calls fn(module) for this module, then for those inside it.
function Module:apply(fn)
   fn(self)
   for _, child in ipairs(self.modules or {}) do
      child:apply(fn)
   end
end

--- Puts fn(module) in the place of every module, from the root on. Returns what takes this one's place.
function Module:replace(fn)
   local substitute = fn(self)
   for i, child in ipairs(self.modules or {}) do
      self.modules[i] = child:replace(fn)
   end
   return substitute
end

--- Modules of exactly this class, and the container that each of them is in.
function Module:findModules(name, container)
   local nodes, containers = {}, {}
   if class.typename(self) == name then
      nodes[1], containers[1] = self, container or self
   end
   for _, child in ipairs(type(self.modules) == 'table' and self.modules or {}) do
      local more, homes = child:findModules(name, self)
      for i = 1, #more do
         table.insert(nodes, more[i])
         table.insert(containers, homes[i])
      end
   end
   return nodes, containers
end

--- This module and all those inside it, parents first.
function Module:listModules()
   local list = { self }
   for _, child in ipairs(self.modules or {}) do
      for _, module in ipairs(child:listModules()) do
         table.insert(list, module)
      end
   end
   return list
end
