local checks = require 'spec.support.module_checks'

local function evaluating(module)
   module.running_mean:uniform(-1, 1)
   module.running_var:uniform(0.5, 2)
   module:evaluate()
   return module
end

checks.module('BatchNormalization', {
   { 'training', function() return nn.BatchNormalization(5) end, input = { 7, 5 }, prints = 'nn.BatchNormalization (2D) (5)' },
   { 'evaluating', function() return evaluating(nn.BatchNormalization(5, 1e-3)) end, input = { 7, 5 }, batch = true },
   { 'without affine', function() return nn.BatchNormalization(3, 1e-5, 0.3, false) end, input = { 4, 3 } },
   { 'one sample', function() return nn.BatchNormalization(4) end, input = { 1, 4 } },
})

describe('nn.BatchNormalization', function()
   it('begins with the weights that Torch draws', function()
      torch.manualSeed(123)
      local normalization = nn.BatchNormalization(4)
      assert.equal(0.69646918727084994, normalization.weight[1])
      assert.equal(0, normalization.bias:max())
   end)

   it('forgets its statistics by reset', function()
      local normalization = nn.BatchNormalization(3)
      normalization:forward(torch.randn(5, 3))
      normalization:reset()
      assert.same({ 0, 0, 0 }, normalization.running_mean:totable())
      assert.same({ 1, 1, 1 }, normalization.running_var:totable())
   end)

   it('reads files of version 1, which kept running_std', function()
      local normalization = nn.BatchNormalization(2)
      local old = torch.factory('nn.BatchNormalization')()
      local fields = { running_mean = torch.zeros(2), running_std = torch.Tensor { 0.5, 2 }, eps = 1e-5, weight = normalization.weight }
      old:read({ readObject = function() return fields end }, 1)
      checks.close(torch.Tensor { 4 - 1e-5, 0.25 - 1e-5 }, old.running_var, 1e-15, 'running_var')
      assert.is_nil(old.running_std)
   end)

   it('refuses inputs that do not fit', function()
      local normalization = nn.BatchNormalization(3)
      local name = 'nn.BatchNormalization (2D) (3): '
      checks.refuses(name .. 'only mini-batch supported (2D tensor), got 1D tensor instead', function() normalization:forward(torch.randn(3)) end)
      checks.refuses(name .. 'got 4-feature tensor, expected 3', function() normalization:forward(torch.randn(2, 4)) end)
   end)
end)
