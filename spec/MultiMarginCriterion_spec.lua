local checks = require 'spec.support.criterion_checks'

local weights = torch.Tensor { 0.5, 1, 2, 0.25, 3 }

local function reference(criterion, x, t)
   if x:dim() == 1 then
      x = x:view(1, -1)
   end
   local loss, rows, classes = 0, x:size(1), x:size(2)
   for row = 1, rows do
      local class = torch.isTensor(t) and t[row] or t
      for i = 1, classes do
         local z = math.max(0, criterion.margin - x[row][class] + x[row][i])
         loss = loss + (i ~= class and z ^ criterion.p * (criterion.weights and criterion.weights[class] or 1) / classes or 0)
      end
   end
   return criterion.sizeAverage and loss / rows or loss
end

local function batch()
   return torch.randn(4, 5), torch.LongTensor { 1, 5, 3, 3 }
end

checks.criterion('MultiMarginCriterion', {
   { 'a batch', function() return nn.MultiMarginCriterion() end, data = batch, reference = reference },
   { 'squared', function() return nn.MultiMarginCriterion(2) end, data = batch, reference = reference },
   { 'weights', function() return nn.MultiMarginCriterion(1, weights:clone()) end, data = batch, reference = reference },
   { 'weights, squared, with a margin', function() return nn.MultiMarginCriterion(2, weights:clone(), 0.3) end, data = batch, reference = reference },
   { 'one sample', function() return nn.MultiMarginCriterion() end, data = function() return torch.randn(5), 5 end, reference = reference },
   { 'targets of another type', function() return nn.MultiMarginCriterion() end, reference = reference, data = function()
      return torch.randn(2, 5), torch.ByteTensor { 1, 4 }
   end },
})

describe('nn.MultiMarginCriterion', function()
   it('refuses what does not fit', function()
      local criterion = nn.MultiMarginCriterion()
      local name = 'nn.MultiMarginCriterion: '
      checks.refuses(name .. 'target 6 of row 2 is out of range: there are 5 classes', function()
         criterion:forward(torch.randn(2, 5), torch.LongTensor { 1, 6 })
      end)
      checks.refuses(name .. 'target 0 of row 1 is out of range', function() criterion:backward(torch.randn(5), 0) end)
      checks.refuses(name .. 'target of 3 classes, wanted one for each of 2 rows', function()
         criterion:forward(torch.randn(2, 5), torch.LongTensor { 1, 2, 3 })
      end)
      checks.refuses('there are weights for 5', function() nn.MultiMarginCriterion(1, weights):forward(torch.randn(4), 1) end)
      checks.refuses('weights input should be 1-D Tensor', function() nn.MultiMarginCriterion(1, torch.ones(2, 2)) end)
      checks.refuses('only p == 1 and p == 2 supported, got 3', function() nn.MultiMarginCriterion(3) end)
   end)
end)
