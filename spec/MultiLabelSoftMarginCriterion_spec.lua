local checks = require 'spec.support.criterion_checks'

local weights = torch.Tensor { 0.5, 1, 2, 0.25, 3 }

-- The cross entropy of sigmoids.
local function reference(criterion, x, t)
   local i = 0
   return checks.elements(function(a, b)
      i = i + 1
      local w, p = criterion.weights and criterion.weights[(i - 1) % 5 + 1] or 1, 1 / (1 + math.exp(-a))
      return -w * (b * math.log(p) + (1 - b) * math.log(1 - p))
   end)(criterion, x, t)
end

local function data()
   return torch.randn(4, 5), torch.Tensor(4, 5):random(0, 1)
end

local function sample()
   return torch.randn(5), torch.Tensor(5):random(0, 1)
end

checks.criterion('MultiLabelSoftMarginCriterion', {
   { 'averaged', function() return nn.MultiLabelSoftMarginCriterion() end, data = data, reference = reference },
   { 'weights', function() return nn.MultiLabelSoftMarginCriterion(weights:clone()) end, data = data, reference = reference },
   { 'weights, summed', function() return nn.MultiLabelSoftMarginCriterion(weights:clone(), false) end, data = data, reference = reference },
   { 'one sample', function() return nn.MultiLabelSoftMarginCriterion() end, data = sample, reference = reference },
   { 'one sample with weights', function() return nn.MultiLabelSoftMarginCriterion(weights:clone()) end, data = sample, reference = reference },
})

describe('nn.MultiLabelSoftMarginCriterion', function()
   it('stands large numbers', function()
      assert.equal(500, nn.MultiLabelSoftMarginCriterion():forward(torch.Tensor { 1e3, -1e3 }, torch.Tensor { 0, 0 }))
   end)

   it('refuses what does not fit', function()
      checks.refuses('nn.MultiLabelSoftMarginCriterion: 5 weights for rows of an input of size 2x3', function()
         nn.MultiLabelSoftMarginCriterion(weights):forward(torch.randn(2, 3), torch.ones(2, 3))
      end)
      checks.refuses('weights input should be 1-D Tensor, got size 2x2', function() nn.MultiLabelSoftMarginCriterion(torch.ones(2, 2)) end)
   end)
end)
