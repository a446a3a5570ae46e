--- nn.WhiteNoise([mean=0] [, std=0.1]): in training adds normal noise to each element; in evaluation adds the mean.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local WhiteNoise, parent = torch.class('nn.WhiteNoise', 'nn.Module')

function WhiteNoise:__init(mean, std)
   parent.__init(self)
   self.mean = mean or 0
   self.std = std or 0.1
   self.noise = torch.Tensor()
end

function WhiteNoise:updateOutput(input)
   check.floating(self, input, 'input')
   local output = buffers.like(self, 'output', input)
   if self.train ~= false then
      return output:add(input, buffers.like(self, 'noise', input):normal(self.mean, self.std))
   end
   return output:add(input, self.mean)
end

--- Defined in training alone.
function WhiteNoise:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   elseif self.train == false then
      check.fail(self, 'backprop only defined while training')
   end
   check.floating(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   return buffers.like(self, 'gradInput', gradOutput):copy(gradOutput)
end

function WhiteNoise:clearState()
   nn.utils.clear(self, 'noise')
   return parent.clearState(self)
end

function WhiteNoise:__tostring__()
   return ('%s mean: %f, std: %f'):format(torch.type(self), self.mean, self.std)
end
