local checks = require 'spec.support.criterion_checks'

local function data()
   return torch.Tensor(4, 5):uniform(0.05, 0.95), torch.Tensor(4, 5):uniform(0, 1)
end

checks.criterion('BCECriterion', {
   { 'a batch', function() return nn.BCECriterion() end, data = data },
   { 'summed', function() return nn.BCECriterion(nil, false) end, data = data },
   { 'weights', function() return nn.BCECriterion(torch.Tensor { 0.5, 1, 2, 0.25, 3 }) end, data = data },
   { 'one sample', function() return nn.BCECriterion() end, data = function() return torch.Tensor { 0.25, 0.5, 0.75 }, torch.Tensor { 0, 1, 1 } end },
})

describe('nn.BCECriterion', function()
   it('stands inputs of 0 and 1', function()
      assert.is_true(math.abs(nn.BCECriterion():forward(torch.Tensor { 0, 1 }, torch.Tensor { 0, 1 })) < 1e-9)
   end)

   it('refuses what does not fit', function()
      local criterion = nn.BCECriterion()
      checks.refuses('nn.BCECriterion: input value should be between 0~1, but got 1.5', function()
         criterion:forward(torch.Tensor { 0.5, 1.5 }, torch.Tensor { 0, 1 })
      end)
      checks.refuses('nn.BCECriterion: input and target size mismatch: 2 and 3', function()
         criterion:forward(torch.Tensor { 0.5, 0.5 }, torch.Tensor { 0, 1, 1 })
      end)
      checks.refuses('2 weights for rows of a target of size 1x3', function()
         nn.BCECriterion(torch.ones(2)):forward(torch.Tensor(1, 3):fill(0.5), torch.Tensor(1, 3):fill(1))
      end)
   end)
end)
