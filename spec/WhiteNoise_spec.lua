local checks = require 'spec.support.module_checks'

local function evaluating()
   local module = nn.WhiteNoise(0.25, 2)
   module:evaluate()
   return module
end

checks.module('WhiteNoise', {
   { 'training', function() return nn.WhiteNoise(1, 2) end, input = { 4, 9 }, random = true, prints = 'nn.WhiteNoise mean: 1.000000, std: 2.000000' },
})

describe('nn.WhiteNoise', function()
   it('adds the mean in evaluation, and has no gradient then', function()
      local x = torch.Tensor { 1, 2 }
      assert.same({ 1.25, 2.25 }, evaluating():forward(x):totable())
      checks.refuses('backprop only defined while training', function() evaluating():backward(x, x) end)
   end)

   it('draws what Torch draws', function()
      torch.manualSeed(3)
      local noise = torch.Tensor(9):normal(0, 0.1)
      torch.manualSeed(3)
      checks.close(noise, nn.WhiteNoise():forward(torch.zeros(9)), 0, 'output')
   end)
end)
