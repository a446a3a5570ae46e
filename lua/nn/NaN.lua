--- nn.NaN(module [, id]): passes everything on to the module, and raises an error that shows it as soon as a NaN is in its input, output,
-- gradOutput, gradInput, parameters or their gradients. id: what it is called in the message, by default a running number.
local handle = require 'torch.handle'
local blame = require 'lampas.blame'

local NaN, parent = torch.class('nn.NaN', 'nn.Decorator')

local last = 0

--- The next running number.
function NaN.newId()
   last = last + 1
   return last
end

function NaN:__init(module, id)
   parent.__init(self, module)
   self.id = id or NaN.newId()
end

--- Whether a NaN is in a tensor or in any of a nested table.
function NaN:recursiveIsNaN(value)
   if handle.typeOf(value) then
      if value:nElement() == 0 then
         return false
      end
      local sum = value:sum()
      return sum ~= sum and value:ne(value):max() == 1 -- infinities of either sign have such a sum, too
   elseif type(value) == 'table' then
      for _, entry in pairs(value) do
         if self:recursiveIsNaN(entry) then
            return true
         end
      end
   end
   return false
end

local function demand(self, value, what)
   if self:recursiveIsNaN(value) then
      blame('NaN found in %s of module :\n%s', what, tostring(self))
   end
end

function NaN:updateOutput(input)
   demand(self, input, 'input')
   parent.updateOutput(self, input)
   if self:recursiveIsNaN(self.output) then
      demand(self, self:parameters(), 'parameters')
      demand(self, self.output, 'output')
   end
   return self.output
end

function NaN:updateGradInput(input, gradOutput)
   demand(self, gradOutput, 'gradOutput')
   parent.updateGradInput(self, input, gradOutput)
   demand(self, self.gradInput, 'gradInput')
   return self.gradInput
end

function NaN:accGradParameters(input, gradOutput, scale)
   parent.accGradParameters(self, input, gradOutput, scale)
   demand(self, select(2, self:parameters()), 'gradParameters')
end

function NaN:__tostring__()
   return ('%s(%s) @ %s'):format(torch.type(self), self.id, tostring(self.modules[1]))
end
