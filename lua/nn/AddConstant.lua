--- nn.AddConstant(constant [, inplace=false]): y = x + constant, a number or a vector with an entry for each of the input's last
-- dimension (of a vector or a matrix). In place, backward subtracts the constant from the input's elements again.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local handle = require 'torch.handle'

local AddConstant, parent = torch.class('nn.AddConstant', 'nn.Module')

function AddConstant:__init(constant_scalar, inplace)
   parent.__init(self)
   if inplace ~= nil and type(inplace) ~= 'boolean' then
      check.fail(self, 'in-place flag must be boolean, got %s', torch.type(inplace))
   end
   self.constant_scalar = constant_scalar
   self.inplace = inplace or false
end

-- The constant as what can be added to x.
local function constant_for(self, x)
   local c = self.constant_scalar
   if type(c) == 'number' then
      return c
   end
   local n = x:dim()
   if not handle.typeOf(c) or n > 2 or x:size(n) ~= c:size(1) then
      check.fail(self, 'input is not scalar or doesn\'t match with the dimension of constant! Got size %s', check.size(x))
   end
   return n == 2 and c:view(1, -1):expand(x:size(1), x:size(2)) or c
end

function AddConstant:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   local constant = constant_for(self, input)
   if self.inplace then
      input:add(constant)
      return buffers.kept(self, 'output', T):set(input)
   end
   return buffers.like(self, 'output', input):add(input, constant)
end

function AddConstant:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   if self.inplace then
      local constant = constant_for(self, input)
      if type(constant) == 'number' then
         input:add(-constant)
      else
         input:add(-1, constant)
      end
      return buffers.kept(self, 'gradInput', T):set(gradOutput)
   end
   return buffers.like(self, 'gradInput', input):copy(gradOutput)
end
