--- nn.L1Penalty(w [, sizeAverage] [, provideOutput=true]): passes the input on, and adds the gradient of `loss` = w Σ|x| on the way back.
--
-- sizeAverage divides w by the number of elements. With provideOutput false gradOutput is left out, as for a module that nothing follows.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local L1Penalty, parent = torch.class('nn.L1Penalty', 'nn.Module')

function L1Penalty:__init(l1weight, sizeAverage, provideOutput)
   parent.__init(self)
   self.l1weight = l1weight
   self.sizeAverage = sizeAverage or false
   self.provideOutput = provideOutput == nil or provideOutput
end

local function weight(self, input)
   return self.sizeAverage == true and self.l1weight / input:nElement() or self.l1weight
end

function L1Penalty:updateOutput(input)
   check.floating(self, input, 'input')
   self.loss = weight(self, input) * input:norm(1)
   self.output = input
   return input
end

function L1Penalty:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local x, g = buffers.contiguous(self, '_input', input), nil
   if self.provideOutput == true then
      check.floating(self, gradOutput, 'gradOutput')
      check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
      g = buffers.contiguous(self, '_gradOutput', gradOutput)
   end
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.L1Penalty_updateGradInput(gradInput:data(), g and g:data(), x:data(), x:nElement(), weight(self, input))
   return gradInput
end

--- The output is another module's: it is let go of, not emptied.
function L1Penalty:clearState()
   self.output = self.output.new()
   return parent.clearState(self)
end
