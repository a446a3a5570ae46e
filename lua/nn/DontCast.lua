--- nn.DontCast(module [, castin] [, castout=castin] [, moduleType]): the module keeps its type when the network around it is
-- converted. `castin`: inputs and their gradients are converted between the network's type and the module's; `castout`: so are
-- outputs and theirs. moduleType: the type's name; by default that of the module's output or parameters.
local handle = require 'torch.handle'
local check = require 'nn.check'

local DontCast, parent = torch.class('nn.DontCast', 'nn.Decorator')

-- The name of the type of the first tensor in a nested table; nil if there is none.
local function type_in(value)
   if handle.typeOf(value) then
      return value:type()
   elseif type(value) == 'table' then
      for _, entry in pairs(value) do
         local name = type_in(entry)
         if name then
            return name
         end
      end
   end
end

-- A copy of nested tensors in the type of that name, into `copy` where that has the entries already.
local function converted(copy, source, name)
   if handle.typeOf(source) then
      copy = handle.typeOf(copy) and copy:type() == name and copy or torch.Tensor():type(name)
      return copy:resize(source:size()):copy(source)
   elseif type(source) == 'table' then
      local from = type(copy) == 'table' and copy or {}
      copy = {}
      for key, entry in pairs(source) do
         copy[key] = converted(from[key], entry, name)
      end
      return copy
   end
   return source
end

function DontCast:__init(module, castin, castout, moduleType)
   parent.__init(self, module)
   self.castin = castin
   if castout == nil then
      castout = castin
   end
   self.castout = castout
   self.moduleType = moduleType
   if (self.castin or self.castout) and not moduleType then
      self.moduleType = type_in(module.output) or type_in((module:parameters()))
      if not self.moduleType then
         check.fail(self, 'Cannot extrapolate moduleType. Provide constructor argument 4')
      end
   end
end

-- What the module is given for `value`: itself, or its copy in self[field] in the module's type.
local function inward(self, cast, field, value)
   if cast and type_in(value) ~= self.moduleType then
      self[field] = converted(self[field], value, self.moduleType)
      return self[field]
   end
   return value
end

-- What is handed out for `value`: itself, or its copy in self[field] in the type of the network.
local function outward(self, cast, field, value)
   if cast and value ~= nil then
      self[field] = converted(self[field] ~= value and self[field] or nil, value, self._type)
   else
      self[field] = value
   end
   return self[field]
end

function DontCast:updateOutput(input)
   return outward(self, self.castout, 'output', self.modules[1]:updateOutput(inward(self, self.castin, '_input', input)))
end

function DontCast:updateGradInput(input, gradOutput)
   local x, g = inward(self, self.castin, '_input', input), inward(self, self.castout, '_gradOutput', gradOutput)
   return outward(self, self.castin, 'gradInput', self.modules[1]:updateGradInput(x, g))
end

-- Passes on one of the accumulating methods.
local function accumulate(method)
   return function(self, input, gradOutput, amount)
      local x, g = inward(self, self.castin, '_input', input), inward(self, self.castout, '_gradOutput', gradOutput)
      parent[method](self, x, g, amount)
   end
end

DontCast.accGradParameters = accumulate 'accGradParameters'
DontCast.accUpdateGradParameters = accumulate 'accUpdateGradParameters'
DontCast.sharedAccUpdateGradParameters = accumulate 'sharedAccUpdateGradParameters'

--- Only what is handed out changes its type; the module stays as it is. Returns self.
function DontCast:type(name)
   if not name then
      return self._type
   end
   if self.castout then
      self.output = converted(nil, self.output, name)
   end
   if self.castin then
      self.gradInput = converted(nil, self.gradInput, name)
   end
   self._type = name
   return self
end

function DontCast:clearState()
   self._input, self._gradOutput = nil, nil
   return parent.clearState(self)
end
