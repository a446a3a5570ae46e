--- nn.SpatialDivisiveNormalization([nInputPlane=1] [, kernel=9×9 ones] [, threshold=1e-4] [, thresval=threshold]): each pixel divided by the
-- weighted root of mean square of its neighbourhood, in all planes; where that is not above `threshold`, by thresval. Images are planes ×
-- height × width, or a batch of them; at the edges the kernel's part inside the image counts.
--
-- The kernel is 2-D, or 1-D for a separable one; its sizes are odd. It is normalised in place.
local check = require 'nn.check'
local neighbourhood = require 'nn.neighbourhood'

local SpatialDivisiveNormalization, parent = torch.class('nn.SpatialDivisiveNormalization', 'nn.Module')

function SpatialDivisiveNormalization:__init(nInputPlane, kernel, threshold, thresval)
   parent.__init(self)
   self.nInputPlane = nInputPlane or 1
   self.kernel = neighbourhood.kernel(self, kernel)
   self.threshold = threshold or 1e-4
   self.thresval = thresval or threshold or 1e-4
   local planes = self.nInputPlane
   self.kernel:div(self.kernel:sum() * (self.kernel:dim() == 2 and planes or math.sqrt(planes)))
   self.meanestimator = neighbourhood.add(nn.Sequential(), planes, self.kernel)
   self.stdestimator = neighbourhood.add(nn.Sequential():add(nn.Square()), planes, self.kernel):add(nn.Sqrt())
   self.normalizer = nn.CDivTable()
   self.divider = nn.CDivTable()
   self.thresholder = nn.Threshold(self.threshold, self.thresval)
   self.coef = torch.Tensor(1, 1, 1)
end

function SpatialDivisiveNormalization:updateOutput(input)
   check.floating(self, input, 'input')
   check.map(self, input, 2, self.nInputPlane)
   local coef = neighbourhood.updateCoefficients(self, input)
   self.localstds = self.stdestimator:updateOutput(input)
   self.adjustedstds = self.divider:updateOutput { self.localstds, coef }
   self.thresholdedstds = self.thresholder:updateOutput(self.adjustedstds)
   self.output = self.normalizer:updateOutput { input, self.thresholdedstds }
   return self.output
end

function SpatialDivisiveNormalization:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.floating(self, input, 'input')
   check.gradOutput(self, gradOutput, input)
   self.gradInput:resizeAs(input):zero()
   local normalized = self.normalizer:updateGradInput({ input, self.thresholdedstds }, gradOutput)
   local thresholded = self.thresholder:updateGradInput(self.adjustedstds, normalized[2])
   local divided = self.divider:updateGradInput({ self.localstds, self.coef }, thresholded)
   self.gradInput:add(self.stdestimator:updateGradInput(input, divided[1]))
   self.gradInput:add(normalized[1])
   return self.gradInput
end

function SpatialDivisiveNormalization:clearState()
   neighbourhood.clear(self)
   nn.utils.clear(self, 'localstds', 'adjustedstds', 'thresholdedstds')
   for _, name in ipairs { 'meanestimator', 'stdestimator', 'normalizer', 'divider', 'thresholder' } do
      self[name]:clearState()
   end
   self.output = self.output.new()
   return parent.clearState(self)
end
