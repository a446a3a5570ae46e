local checks = require 'spec.support.criterion_checks'

local function reference(criterion, x, t)
   if x:dim() == 1 then
      x, t = x:view(1, -1), t:view(1, -1)
   end
   local loss, rows, classes = 0, x:size(1), x:size(2)
   for row = 1, rows do
      local applies = {}
      for j = 1, classes do
         if t[row][j] == 0 then
            break
         end
         applies[t[row][j]] = true
      end
      for class in pairs(applies) do
         for i = 1, classes do
            loss = loss + (applies[i] and 0 or math.max(0, 1 - x[row][class] + x[row][i]) / classes)
         end
      end
   end
   return criterion.sizeAverage and loss / rows or loss
end

local function batch()
   return torch.randn(4, 5), torch.LongTensor { { 1, 0, 3, 0, 0 }, { 5, 2, 4, 0, 1 }, { 0, 0, 0, 0, 0 }, { 1, 2, 3, 4, 5 } }
end

checks.criterion('MultiLabelMarginCriterion', {
   { 'a batch', function() return nn.MultiLabelMarginCriterion() end, data = batch, reference = reference },
   { 'one sample', function() return nn.MultiLabelMarginCriterion() end, reference = reference, data = function()
      return torch.randn(6), torch.Tensor { 2, 6, 0, 0, 0, 0 }
   end },
})

describe('nn.MultiLabelMarginCriterion', function()
   it('marks the classes that apply', function()
      local criterion = nn.MultiLabelMarginCriterion()
      criterion:forward(torch.randn(4), torch.LongTensor { 4, 2, 0, 1 })
      assert.same({ 0, 1, 0, 1 }, criterion.isTarget:totable())
   end)

   it('refuses what does not fit', function()
      local criterion = nn.MultiLabelMarginCriterion()
      checks.refuses('nn.MultiLabelMarginCriterion: target 1 4 0 of row 2 is out of range: there are 3 classes', function()
         criterion:forward(torch.randn(2, 3), torch.LongTensor { { 1, 0, 0 }, { 1, 4, 0 } })
      end)
      checks.refuses('target of size 3, wanted 2x3 like the input', function() criterion:forward(torch.randn(2, 3), torch.LongTensor { 1, 0, 0 }) end)
   end)
end)
