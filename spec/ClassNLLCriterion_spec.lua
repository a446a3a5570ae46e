local checks = require 'spec.support.criterion_checks'

local function batch(target)
   return function()
      return torch.Tensor(4, 5):uniform(-3, 0), target
   end
end

local weights = torch.Tensor { 0.5, 1, 2, 0.25, 3 }

checks.criterion('ClassNLLCriterion', {
   { 'a batch', function() return nn.ClassNLLCriterion() end, data = batch(torch.LongTensor { 1, 5, 3, 3 }) },
   { 'targets of another type', function() return nn.ClassNLLCriterion() end, data = batch(torch.IntTensor { 1, 5, 3, 3 }) },
   { 'weights', function() return nn.ClassNLLCriterion(weights:clone()) end, data = batch(torch.LongTensor { 1, 5, 3, 3 }) },
   { 'weights, summed', function() return nn.ClassNLLCriterion(weights:clone(), false) end, data = batch(torch.LongTensor { 2, 5, 4, 3 }) },
   { 'an ignored target', function() return nn.ClassNLLCriterion(nil, true, 5) end, data = batch(torch.LongTensor { 1, 5, 3, 3 }) },
   { 'one sample', function() return nn.ClassNLLCriterion() end, data = function() return torch.Tensor(5):uniform(-3, 0), 2 end },
   { 'one sample with weights', function() return nn.ClassNLLCriterion(weights:clone(), false) end, data = function()
      return torch.Tensor(5):uniform(-3, 0), torch.LongTensor { 5 }
   end },
})

describe('nn.ClassNLLCriterion', function()
   it('gives the total weight as a second result', function()
      local loss, weight = nn.ClassNLLCriterion(weights:clone()):forward(torch.Tensor(2, 5):fill(-1), torch.LongTensor { 3, 4 })
      assert.equal(1, loss)
      assert.equal(2.25, weight)
   end)

   it('counts nothing when every target is ignored', function()
      local criterion, x = nn.ClassNLLCriterion(nil, true, 2), torch.Tensor(2, 5):fill(-1)
      local loss, weight = criterion:forward(x, torch.LongTensor { 2, 2 })
      assert.equal(0, loss)
      assert.equal(0, weight)
      assert.equal(0, criterion:backward(x, torch.LongTensor { 2, 2 }):sum())
   end)

   it('leaves the target it was given alone', function()
      local criterion, target = nn.ClassNLLCriterion(), torch.LongTensor { 1, 2 }
      criterion:forward(torch.randn(2, 5), target)
      criterion:forward(torch.randn(5), 4)
      assert.same({ 1, 2 }, target:totable())
   end)

   it('refuses what does not fit', function()
      local criterion = nn.ClassNLLCriterion()
      local name = 'nn.ClassNLLCriterion: '
      checks.refuses(name .. 'target 6 of row 2 is out of range: there are 5 classes', function()
         criterion:forward(torch.randn(2, 5), torch.LongTensor { 1, 6 })
      end)
      checks.refuses(name .. 'multi-target not supported', function() criterion:forward(torch.randn(2, 5), torch.LongTensor(2, 1):fill(1)) end)
      checks.refuses(name .. 'input tensor should be 1D or 2D, got size 2x5x3', function() criterion:forward(torch.randn(2, 5, 3), 1) end)
      checks.refuses(name .. 'target of 3 classes, wanted one for each of 2 rows', function()
         criterion:forward(torch.randn(2, 5), torch.LongTensor { 1, 2, 3 })
      end)
      checks.refuses('there are weights for 5', function() nn.ClassNLLCriterion(weights):forward(torch.randn(4), 1) end)
      checks.refuses('weights input should be 1-D Tensor', function() nn.ClassNLLCriterion(torch.ones(2, 2)) end)
   end)
end)
