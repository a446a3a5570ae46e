local checks = require 'spec.support.criterion_checks'

local smooth = checks.elements(function(x, t)
   local d = math.abs(x - t)
   return d < 1 and d * d / 2 or d - 0.5
end)

local function data()
   return torch.randn(4, 5), torch.randn(4, 5):mul(2)
end

checks.criterion('SmoothL1Criterion', {
   { 'averaged', function() return nn.SmoothL1Criterion() end, data = data, reference = smooth },
   { 'summed', function() return nn.SmoothL1Criterion(false) end, data = data, reference = smooth },
})
