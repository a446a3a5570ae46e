local checks = require 'spec.support.module_checks'

checks.module('Linear', {
   { 'a batch', function() return nn.Linear(7, 5) end, input = { 3, 7 }, batch = true, prints = 'nn.Linear(7 -> 5)' },
   { 'a vector', function() return nn.Linear(7, 5) end, input = { 7 } },
   { 'one column', function() return nn.Linear(1, 1) end, input = { 2, 1 }, batch = true },
   { 'without bias', function() return nn.Linear(4, 6, false) end, input = { 5, 4 }, batch = true, prints = 'nn.Linear(4 -> 6) without bias' },
})

describe('nn.Linear', function()
   it('begins with the weights that Torch draws', function()
      torch.manualSeed(123)
      local linear = nn.Linear(4, 3)
      assert.equal(0.19646918727084994, linear.weight[1][1])
      assert.equal(0.48076420044526458, linear.bias[1])
   end)

   it('draws with a given standard deviation', function()
      local linear = nn.Linear(100, 100):reset(0.5)
      assert.is_true(math.abs(linear.weight:max() - 0.5 * math.sqrt(3)) < 0.01)
   end)

   it('loses its bias by noBias', function()
      local linear = nn.Linear(4, 3)
      assert.is_true(rawequal(linear, linear:noBias()))
      assert.equal(1, #linear:parameters())
   end)

   it('refuses inputs that do not fit', function()
      local linear = nn.Linear(4, 3)
      checks.refuses('nn.Linear(4 -> 3): input of size 5x3 has 3 columns, wanted 4', function() linear:forward(torch.randn(5, 3)) end)
      checks.refuses('nn.Linear(4 -> 3): input must be vector or matrix, got size 1x5x4', function() linear:forward(torch.randn(1, 5, 4)) end)
      checks.refuses('nn.Linear(4 -> 3): gradOutput of size 5x4, wanted 5x3', function() linear:backward(torch.randn(5, 4), torch.randn(5, 4)) end)
   end)

   it('does without gradBias, and tells when weights are missing', function()
      local linear, x = nn.Linear(4, 3), torch.randn(5, 4)
      linear.bias = nil -- as scripts do; gradBias stays
      checks.close(torch.mm(x, linear.weight:t()), linear:forward(x), 1e-14, 'output')
      linear:backward(x, torch.randn(5, 3))
      linear.gradBias, linear.gradWeight = nil, nil
      checks.refuses('nn.Linear(4 -> 3) without bias: gradWeight is missing', function() linear:backward(x, torch.randn(5, 3)) end)
      linear.weight = nil
      checks.refuses('nn.Linear: the weight is missing', function() linear:forward(x) end)
   end)

   it('keeps the ones that derived classes and old files have', function()
      local linear = nn.Linear(4, 3)
      linear:updateAddBuffer(torch.randn(5, 4))
      assert.same({ 1, 1, 1, 1, 1 }, linear.addBuffer:totable())
      linear:updateAddBuffer(torch.randn(4))
      assert.same({ 1 }, linear.addBuffer:totable())
      linear:clearState()
      assert.equal(0, linear.addBuffer:nElement())
   end)
end)
