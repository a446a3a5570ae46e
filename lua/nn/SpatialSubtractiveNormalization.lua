--- nn.SpatialSubtractiveNormalization([nInputPlane=1] [, kernel=9×9 ones]): of each pixel the weighted mean of its neighbourhood, in all
-- planes, is subtracted. Images are planes × height × width, or a batch of them; at the edges the kernel's part inside the image counts.
--
-- The kernel is 2-D, or 1-D for a separable one; its sizes are odd. It is normalised in place.
local check = require 'nn.check'
local neighbourhood = require 'nn.neighbourhood'

local SpatialSubtractiveNormalization, parent = torch.class('nn.SpatialSubtractiveNormalization', 'nn.Module')

function SpatialSubtractiveNormalization:__init(nInputPlane, kernel)
   parent.__init(self)
   self.nInputPlane = nInputPlane or 1
   self.kernel = neighbourhood.kernel(self, kernel)
   self.kernel:div(self.kernel:sum() * self.nInputPlane)
   self.meanestimator = neighbourhood.add(nn.Sequential(), self.nInputPlane, self.kernel)
   self.subtractor = nn.CSubTable()
   self.divider = nn.CDivTable()
   self.coef = torch.Tensor(1, 1, 1)
end

function SpatialSubtractiveNormalization:updateOutput(input)
   check.floating(self, input, 'input')
   check.map(self, input, 2, self.nInputPlane)
   local coef = neighbourhood.updateCoefficients(self, input)
   self.localsums = self.meanestimator:updateOutput(input)
   self.adjustedsums = self.divider:updateOutput { self.localsums, coef }
   self.output = self.subtractor:updateOutput { input, self.adjustedsums }
   return self.output
end

function SpatialSubtractiveNormalization:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.floating(self, input, 'input')
   check.gradOutput(self, gradOutput, input)
   self.gradInput:resizeAs(input):zero()
   local subtracted = self.subtractor:updateGradInput({ input, self.adjustedsums }, gradOutput)
   local divided = self.divider:updateGradInput({ self.localsums, self.coef }, subtracted[2])
   self.gradInput:add(self.meanestimator:updateGradInput(input, divided[1]))
   self.gradInput:add(subtracted[1])
   return self.gradInput
end

function SpatialSubtractiveNormalization:clearState()
   neighbourhood.clear(self)
   nn.utils.clear(self, 'localsums', 'adjustedsums')
   self.meanestimator:clearState()
   self.subtractor:clearState()
   self.divider:clearState()
   self.output = self.output.new()
   return parent.clearState(self)
end
