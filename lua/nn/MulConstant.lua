--- nn.MulConstant(constant [, inplace=false]): y = constant · x. In place, backward divides the input's elements back.
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local MulConstant, parent = torch.class('nn.MulConstant', 'nn.Module')

function MulConstant:__init(constant_scalar, inplace)
   parent.__init(self)
   if type(constant_scalar) ~= 'number' then
      check.fail(self, 'constant is not scalar: a number expected, got %s', torch.type(constant_scalar))
   elseif inplace ~= nil and type(inplace) ~= 'boolean' then
      check.fail(self, 'in-place flag must be boolean, got %s', torch.type(inplace))
   end
   self.constant_scalar = constant_scalar
   self.inplace = inplace or false
end

function MulConstant:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   if self.inplace then
      input:mul(self.constant_scalar)
      return buffers.kept(self, 'output', T):set(input)
   end
   return buffers.like(self, 'output', input):mul(input, self.constant_scalar)
end

function MulConstant:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   if self.inplace then
      gradOutput:mul(self.constant_scalar)
      input:div(self.constant_scalar)
      return buffers.kept(self, 'gradInput', T):set(gradOutput)
   end
   return buffers.like(self, 'gradInput', input):mul(gradOutput, self.constant_scalar)
end
