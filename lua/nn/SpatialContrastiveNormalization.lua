--- nn.SpatialContrastiveNormalization([nInputPlane=1] [, kernel=9×9 ones] [, threshold=1e-4] [, thresval=threshold]):
-- nn.SpatialSubtractiveNormalization, then nn.SpatialDivisiveNormalization with the same kernel.
local check = require 'nn.check'
local neighbourhood = require 'nn.neighbourhood'

local SpatialContrastiveNormalization, parent = torch.class('nn.SpatialContrastiveNormalization', 'nn.Module')

function SpatialContrastiveNormalization:__init(nInputPlane, kernel, threshold, thresval)
   parent.__init(self)
   self.nInputPlane = nInputPlane or 1
   self.kernel = neighbourhood.kernel(self, kernel)
   self.threshold = threshold or 1e-4
   self.thresval = thresval or threshold or 1e-4
   self.normalizer = nn.Sequential()
   self.normalizer:add(nn.SpatialSubtractiveNormalization(self.nInputPlane, self.kernel))
   self.normalizer:add(nn.SpatialDivisiveNormalization(self.nInputPlane, self.kernel, self.threshold, self.thresval))
end

function SpatialContrastiveNormalization:updateOutput(input)
   check.floating(self, input, 'input')
   check.map(self, input, 2, self.nInputPlane)
   self.output = self.normalizer:forward(input)
   return self.output
end

function SpatialContrastiveNormalization:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.floating(self, input, 'input')
   check.gradOutput(self, gradOutput, input)
   self.gradInput = self.normalizer:backward(input, gradOutput)
   return self.gradInput
end

function SpatialContrastiveNormalization:clearState()
   self.normalizer:clearState()
   self.output = self.output.new()
   self.gradInput = self.gradInput and self.gradInput.new()
   return parent.clearState(self)
end
