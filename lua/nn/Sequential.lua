--- nn.Sequential: modules one after the other.
local blame = require 'lampas.blame'

local Sequential, parent = torch.class('nn.Sequential', 'nn.Container')

-- output and gradInput are those of the last and the first module, whatever changed in between.
local function link(self)
   local n = #self.modules
   self.output = n > 0 and self.modules[n].output or torch.Tensor()
   self.gradInput = n > 0 and self.modules[1].gradInput or torch.Tensor()
end

--- Adds a module at the end. Returns self.
function Sequential:add(module)
   table.insert(self.modules, module)
   if #self.modules == 1 then
      self.gradInput = module.gradInput
   end
   self.output = module.output
   return self
end

--- insert(module [, index]): puts a module at a place, by default the end.
function Sequential:insert(module, index)
   index = index or #self.modules + 1
   if index > #self.modules + 1 or index < 1 then
      blame('index should be contiguous to existing modules: %d, with %d modules', index, #self.modules)
   end
   table.insert(self.modules, index, module)
   link(self)
end

--- remove([index]): takes a module out, by default the last.
function Sequential:remove(index)
   index = index or #self.modules
   if index > #self.modules or index < 1 then
      blame('index out of range: %d, with %d modules', index, #self.modules)
   end
   table.remove(self.modules, index)
   link(self)
end

function Sequential:updateOutput(input)
   local current = input
   for i, module in ipairs(self.modules) do
      current = self:rethrowErrors(module, i, 'updateOutput', current)
   end
   self.output = current
   return current
end

-- Calls `method` of the modules from the last to the first with their inputs and the gradients of their outputs; each
-- module's gradInput is what the call returned, and the next one's gradient.
local function back(self, method, input, gradOutput, ...)
   local gradient = gradOutput
   for i = #self.modules, 1, -1 do
      local module = self.modules[i]
      local before = i > 1 and self.modules[i - 1].output or input
      gradient = self:rethrowErrors(module, i, method, before, gradient, ...)
      module.gradInput = gradient
   end
   self.gradInput = gradient
   return gradient
end

function Sequential:updateGradInput(input, gradOutput)
   return back(self, 'updateGradInput', input, gradOutput)
end

function Sequential:backward(input, gradOutput, scale)
   return back(self, 'backward', input, gradOutput, scale or 1)
end

-- Like back, for methods that return nothing: the gradients are those of an earlier updateGradInput.
local function accumulate(self, method, input, gradOutput, amount)
   local gradient = gradOutput
   for i = #self.modules, 1, -1 do
      local module = self.modules[i]
      local before = i > 1 and self.modules[i - 1].output or input
      self:rethrowErrors(module, i, method, before, gradient, amount)
      gradient = module.gradInput
   end
end

function Sequential:accGradParameters(input, gradOutput, scale)
   accumulate(self, 'accGradParameters', input, gradOutput, scale or 1)
end

function Sequential:accUpdateGradParameters(input, gradOutput, lr)
   accumulate(self, 'accUpdateGradParameters', input, gradOutput, lr)
end

function Sequential:sharedAccUpdateGradParameters(input, gradOutput, lr)
   accumulate(self, 'sharedAccUpdateGradParameters', input, gradOutput, lr)
end

function Sequential:__tostring__()
   local lines = {}
   local way = '  [input'
   for i = 1, #self.modules do
      way = way .. (' -> (%d)'):format(i)
      lines[i] = self:describeChild(i, '  ', '  ')
   end
   table.insert(lines, 1, torch.type(self) .. ' {\n' .. way .. ' -> output]')
   return table.concat(lines, '\n') .. '\n}'
end

Sequential.__len__ = parent.size
