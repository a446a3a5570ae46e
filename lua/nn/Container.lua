--- nn.Container: a module that holds others, in the list `modules`.
local handle = require 'torch.handle'
local class = require 'torch.class'
local blame = require 'lampas.blame'

local Container, parent = torch.class('nn.Container', 'nn.Module')

function Container:__init(...)
   parent.__init(self, ...)
   self.modules = {}
end

--- Adds a module at the end. Returns self.
function Container:add(module)
   table.insert(self.modules, module)
   return self
end

function Container:get(index)
   return self.modules[index]
end

function Container:size()
   return #self.modules
end

-- ---- errors inside children ---------------------------------------------------------------------------------------------

local WARNING = "WARNING: If you see a stack trace below, it doesn't point to the place where this error occurred. Please use only the one above."

-- The innermost container adds the stack as it was at the error.
local function explain(err)
   if type(err) ~= 'string' or err:find(WARNING, 1, true) then
      return err
   end
   return err .. '\n' .. debug.traceback('', 2):gsub('^\n', '') .. '\n\n' .. WARNING
end

--- module[method](module, …) with one result; an error in it is raised again under the line 'In <index> module of <class>:'.
-- Containers inside containers add a line each, so that the message begins with the way to the module that failed.
function Container:rethrowErrors(module, index, method, ...)
   local f = module[method]
   if f == nil then
      blame('%s does not implement %s', tostring(module), method)
   end
   local ok, result, extra = xpcall(f, explain, module, ...)
   if ok then
      if extra ~= nil then
         blame('rethrowErrors supports only one return argument')
      end
      return result
   elseif type(result) ~= 'string' then
      error(result, 0)
   end
   local header = ('\nIn %d module of %s:\n'):format(index, class.type(self))
   local place, inner = result:match('^([^\n]*)\n(In %d+ module of .*)$')
   if inner then
      error(place .. header .. inner, 0) -- the innermost container looked for the line to blame
   end
   blame(header .. result)
end

-- ---- what a container passes on -----------------------------------------------------------------------------------------

--- Calls fn(module) for each child.
function Container:applyToModules(fn)
   for _, module in ipairs(self.modules) do
      fn(module)
   end
end

function Container:zeroGradParameters()
   self:applyToModules(function(module)
      module:zeroGradParameters()
   end)
end

function Container:updateParameters(learningRate)
   self:applyToModules(function(module)
      module:updateParameters(learningRate)
   end)
end

function Container:training()
   self:applyToModules(function(module)
      module:training()
   end)
   parent.training(self)
end

function Container:evaluate()
   self:applyToModules(function(module)
      module:evaluate()
   end)
   parent.evaluate(self)
end

--- share(other, names…): each child with the one at its place in the other container. Returns self.
function Container:share(other, ...)
   for i, module in ipairs(self.modules) do
      if not other.modules[i] then
         blame('%s: %d modules cannot share with %d', class.type(self), #self.modules, #other.modules)
      end
      module:share(other.modules[i], ...)
   end
   return self
end

function Container:reset(stdv)
   self:applyToModules(function(module)
      module:reset(stdv)
   end)
end

--- The children's parameters and gradients, in order; empty tables if there are none.
function Container:parameters()
   local parameters, gradients = {}, {}
   self:applyToModules(function(module)
      local p, g = module:parameters()
      for _, tensor in ipairs(p or {}) do
         table.insert(parameters, tensor)
      end
      for _, tensor in ipairs(g or {}) do
         table.insert(gradients, tensor)
      end
   end)
   return parameters, gradients
end

-- A container's results are mostly a child's: they are let go of, not emptied.
local function fresh(value)
   if handle.typeOf(value) then
      return value.new()
   elseif type(value) == 'table' then
      return {}
   end
end

function Container:clearState()
   self.output, self.gradInput = fresh(self.output), fresh(self.gradInput)
   self:applyToModules(function(module)
      module:clearState()
   end)
   return self
end

--- '[input -> (1) -> … -> output]' and the like are the container's own; this writes '(i): child' with its lines indented.
-- @param first what stands before the child's first line
-- @param further what stands before its other lines
function Container:describeChild(index, first, further)
   local text = tostring(self.modules[index]):gsub('\n', '\n' .. further)
   return ('%s(%d): %s'):format(first, index, text)
end

--- The string of a container whose children branch from one input: an arrow to each, and '... -> output'.
function Container:describeBranches()
   local lines = { torch.type(self) .. ' {', '  input' }
   for i = 1, #self.modules do
      local last = i == #self.modules
      lines[#lines + 1] = self:describeChild(i, last and '     `-> ' or '    |`-> ', last and '         ' or '    |    ')
   end
   lines[#lines + 1] = '     ... -> output'
   lines[#lines + 1] = '}'
   return table.concat(lines, '\n')
end
