--- nn.Threshold(threshold=1e-6, value=0, inplace): y = x > threshold ? x : value, for any shape.
local pointwise = require 'nn.pointwise'
local check = require 'nn.check'

local Threshold, parent = torch.class('nn.Threshold', 'nn.Module')

function Threshold:__init(threshold, value, inplace)
   parent.__init(self)
   self.threshold = threshold or 1e-6
   self.val = value or 0
   self.inplace = inplace or false
   if type(self.threshold) ~= 'number' or type(self.val) ~= 'number' then
      check.fail(self, 'threshold and value expected as numbers')
   end
   self:validateParameters()
end

--- In place, the output has to tell where the input lay above the threshold.
function Threshold:validateParameters()
   if self.inplace and self.val > self.threshold then
      check.fail(self, 'in-place processing requires value (%g) not exceed threshold (%g)', self.val, self.threshold)
   end
end

function Threshold:updateOutput(input)
   self:validateParameters()
   if self.inplace then
      return pointwise.updateOutputInPlace(self, input, 'Threshold_updateOutput', self.threshold, self.val)
   end
   return pointwise.updateOutput(self, input, 'Threshold_updateOutput', self.threshold, self.val)
end

function Threshold:updateGradInput(input, gradOutput)
   self:validateParameters()
   if self.inplace then
      return pointwise.updateGradInputInPlace(self, gradOutput, input, 'input', 'Threshold_updateGradInput', self.threshold)
   end
   return pointwise.updateGradInput(self, input, gradOutput, input, 'input', 'Threshold_updateGradInput', self.threshold)
end
