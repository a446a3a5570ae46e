--- nn.SpatialAutoCropMSECriterion([sizeAverage=true]): mean squared error to the middle of a target that may be larger than the input.
--
-- input: planes × height × width, or a batch of them; target: as many planes, at least as high and wide. Where what is cut off is odd, the
-- smaller part goes above and to the left.
local check = require 'nn.check'

local SpatialAutoCropMSECriterion, parent = torch.class('nn.SpatialAutoCropMSECriterion', 'nn.MSECriterion')

function SpatialAutoCropMSECriterion:__init(sizeAverage)
   parent.__init(self, sizeAverage)
end

local NAMES = { 'batch size', 'number of channels' } -- of the dimensions before height and width

-- A view of the target's middle, with the input's sizes.
local function middle(self, input, target)
   check.floating(self, input, 'input')
   check.floating(self, target, 'target')
   local n = input:dim()
   if (n ~= 3 and n ~= 4) or target:dim() ~= n then
      check.fail(self, 'input should be a 3D or 4D tensor and target alike, got sizes %s and %s', check.size(input), check.size(target))
   end
   for d = 1, n do
      local excess = target:size(d) - input:size(d)
      if d <= n - 2 and excess ~= 0 then
         check.fail(self, 'target and input must have the same %s, got sizes %s and %s', NAMES[d + 4 - n], check.size(target), check.size(input))
      elseif excess < 0 then
         check.fail(self, 'target of size %s is smaller than the input of size %s', check.size(target), check.size(input))
      end
      target = target:narrow(d, math.floor(excess / 2) + 1, input:size(d))
   end
   return target
end

function SpatialAutoCropMSECriterion:updateOutput(input, target)
   return parent.updateOutput(self, input, middle(self, input, target))
end

function SpatialAutoCropMSECriterion:updateGradInput(input, target)
   return parent.updateGradInput(self, input, middle(self, input, target))
end
