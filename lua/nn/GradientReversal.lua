--- nn.GradientReversal([lambda=1]): passes the input on, and the gradient times -lambda back. (Ganin and Lempitsky 2015.)
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local GradientReversal, parent = torch.class('nn.GradientReversal', 'nn.Module')

GradientReversal.__version = 2

function GradientReversal:__init(lambda)
   parent.__init(self)
   self.lambda = lambda or 1
end

function GradientReversal:setLambda(lambda)
   self.lambda = lambda
end

function GradientReversal:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   return buffers.kept(self, 'output', T):set(input)
end

function GradientReversal:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   return buffers.like(self, 'gradInput', gradOutput):mul(gradOutput, -self.lambda)
end

--- Version 1 has no lambda.
function GradientReversal:read(file, version)
   parent.read(self, file)
   if version < 2 then
      self.lambda = 1
   end
end
