local checks = require 'spec.support.module_checks'

checks.module('SpatialDropout', {
   { 'training', function() return nn.SpatialDropout(0.3) end, input = { 3, 4, 2, 3 }, random = true, prints = 'nn.SpatialDropout(0.300000)' },
   { 'one image', function() return nn.SpatialDropout() end, input = { 5, 2, 3 }, random = true, prints = 'nn.SpatialDropout(0.500000)' },
})

describe('nn.SpatialDropout', function()
   it('drops whole planes, with the draws of a mask of planes', function()
      torch.manualSeed(11)
      local mask = torch.Tensor(3, 4):bernoulli(0.7)
      torch.manualSeed(11)
      local x = torch.Tensor(3, 4, 2, 5):fill(2)
      local dropout = nn.SpatialDropout(0.3)
      checks.close(mask:view(3, 4, 1, 1):expandAs(x) * 2, dropout:forward(x), 0, 'output')
      checks.close(mask:view(3, 4, 1, 1):expandAs(x) * 2, dropout:backward(x, x), 0, 'gradInput')
   end)

   it('scales in evaluation, goes on dropping if told so, and has a gradient in training alone', function()
      local dropout, x = nn.SpatialDropout(0.25), torch.ones(4, 2, 2)
      dropout:evaluate()
      assert.equal(0.75, dropout:forward(x):max())
      checks.refuses('backprop only defined while training', function() dropout:backward(x, x) end)
      dropout = nn.SpatialDropout(0.5, true)
      dropout:evaluate()
      assert.equal(1, dropout:forward(torch.ones(64, 2, 2)):max())
      dropout:setp(0)
      assert.equal(1, dropout:forward(x):min())
   end)

   it('refuses other dimensions', function()
      checks.refuses('nn.SpatialDropout(0.500000): 3D or 4D (batch of images) tensor expected, got input of size 2x3', function()
         nn.SpatialDropout():forward(torch.randn(2, 3))
      end)
   end)
end)
