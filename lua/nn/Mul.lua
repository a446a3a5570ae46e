--- nn.Mul(): y = w x with one learnt number w, for any shape. w begins as U(±1).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local initial = require 'nn.initial'

local Mul, parent = torch.class('nn.Mul', 'nn.Module')

function Mul:__init()
   parent.__init(self)
   self.weight = torch.Tensor(1)
   self.gradWeight = torch.Tensor(1)
   self:reset()
end

--- A new weight of standard deviation stdv, by default as at first.
function Mul:reset(stdv)
   return initial.uniform(self, stdv, self.weight:size(1))
end

function Mul:updateOutput(input)
   check.floating(self, input, 'input')
   return buffers.like(self, 'output', input):mul(input, self.weight[1])
end

function Mul:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.floating(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   return buffers.like(self, 'gradInput', input):mul(gradOutput, self.weight[1])
end

function Mul:accGradParameters(input, gradOutput, scale)
   self.gradWeight[1] = self.gradWeight[1] + (scale or 1) * input:dot(gradOutput)
end
