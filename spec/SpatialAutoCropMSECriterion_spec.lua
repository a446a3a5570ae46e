local checks = require 'spec.support.criterion_checks'

local function cropped(x, t)
   for d = 1, x:dim() do
      t = t:narrow(d, math.floor((t:size(d) - x:size(d)) / 2) + 1, x:size(d))
   end
   return t:clone()
end

local function reference(criterion, x, t)
   return checks.elements(function(a, b) return (a - b) ^ 2 end)(criterion, x, cropped(x, t))
end

local function data()
   return torch.randn(2, 3, 4, 3), torch.randn(2, 3, 7, 5)
end

checks.criterion('SpatialAutoCropMSECriterion', {
   { 'a batch', function() return nn.SpatialAutoCropMSECriterion() end, data = data, reference = reference },
   { 'summed', function() return nn.SpatialAutoCropMSECriterion(false) end, data = data, reference = reference },
   { 'one image as large as its target', function() return nn.SpatialAutoCropMSECriterion() end, reference = reference, data = function()
      return torch.randn(2, 3, 3), torch.randn(2, 3, 3)
   end },
})

describe('nn.SpatialAutoCropMSECriterion', function()
   it('refuses what does not fit', function()
      local function refused(text, input, target)
         checks.refuses('nn.SpatialAutoCropMSECriterion: ' .. text, function() nn.SpatialAutoCropMSECriterion():forward(input, target) end)
      end
      refused('target and input must have the same number of channels, got sizes 4x3x3 and 3x3x3', torch.randn(3, 3, 3), torch.randn(4, 3, 3))
      refused('target and input must have the same batch size', torch.randn(2, 3, 3, 3), torch.randn(1, 3, 3, 3))
      refused('target of size 2x5x4 is smaller than the input of size 2x5x5', torch.randn(2, 5, 5), torch.randn(2, 5, 4))
      refused('input should be a 3D or 4D tensor and target alike, got sizes 5x5 and 5x5', torch.randn(5, 5), torch.randn(5, 5))
   end)
end)
