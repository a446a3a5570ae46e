--- nn.Copy(intype, outtype [, forceCopy] [, dontCast]): the input as a tensor of type outtype, the gradient as one of type intype.
--
-- Types are names such as 'torch.FloatTensor', by default that of torch.Tensor. Where they are the same, input and gradient pass as they
-- are, unless forceCopy is true. dontCast: the module keeps its types when it is converted.
local check = require 'nn.check'
local handle = require 'torch.handle'

local Copy, parent = torch.class('nn.Copy', 'nn.Module')

function Copy:__init(intype, outtype, forceCopy, dontCast)
   intype = intype or torch.Tensor.__typename
   outtype = outtype or torch.Tensor.__typename
   parent.__init(self)
   self.dontCast = dontCast
   self.gradInput = torch.getmetatable(intype).new()
   self.output = torch.getmetatable(outtype).new()
   self.passes = not forceCopy and intype == outtype or nil
end

-- y with the sizes and elements of x, whose type may be another.
local function copy(self, y, x, what)
   if not handle.typeOf(x) then
      check.fail(self, '%s: a tensor expected, got %s', what, torch.type(x))
   end
   return y:resize(x:size()):copy(x)
end

function Copy:updateOutput(input)
   if self.passes then
      self.output:set(input)
      return input
   end
   return copy(self, self.output, input, 'input')
end

function Copy:updateGradInput(_, gradOutput)
   if not self.gradInput then
      return nil
   elseif self.passes then
      self.gradInput:set(gradOutput)
      return gradOutput
   end
   return copy(self, self.gradInput, gradOutput, 'gradOutput')
end

function Copy:type(name, cache)
   if name and self.dontCast then
      return self
   end
   return parent.type(self, name, cache)
end
