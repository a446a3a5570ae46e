local checks = require 'spec.support.module_checks'

local function evaluating(...)
   local arguments = { ... }
   return function()
      local dropout = nn.Dropout(unpack(arguments))
      dropout:evaluate()
      return dropout
   end
end

checks.module('Dropout', {
   { 'training', function() return nn.Dropout(0.3) end, input = { 4, 9 }, random = true, prints = 'nn.Dropout(0.300000)' },
   { 'version 1, training', function() return nn.Dropout(0.5, true) end, input = { 4, 9 }, random = true },
   { 'evaluating', evaluating(0.3), input = { 4, 9 }, batch = true },
   { 'version 1, evaluating', evaluating(0.3, true), input = { 4, 9 }, batch = true },
   { 'in place', function() return nn.Dropout(0.4, false, true) end, input = { 4, 9 }, random = true, inplace = true },
   { 'nothing dropped', function() return nn.Dropout(0) end, input = { 4, 9 }, batch = true },
})

describe('nn.Dropout', function()
   it('draws the masks that Torch draws', function()
      torch.manualSeed(123)
      local y = nn.Dropout(0.3):forward(torch.ones(20))
      assert.same({ 1 / 0.7, 0, 1 / 0.7, 1 / 0.7 }, y:narrow(1, 1, 4):totable())
      torch.manualSeed(123)
      y = nn.Dropout(0.5, true):forward(torch.ones(20))
      assert.same({ 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1 }, y:totable())
   end)

   it('draws the same in place', function()
      local x = torch.randn(30)
      torch.manualSeed(5)
      local wanted = nn.Dropout(0.6):forward(x):clone()
      torch.manualSeed(5)
      nn.Dropout(0.6, false, true):forward(x)
      checks.close(wanted, x, 0, 'in place')
   end)

   it('goes on dropping in stochastic evaluation', function()
      local dropout = nn.Dropout(0.5, false, false, true)
      dropout:evaluate()
      assert.is_true(dropout:forward(torch.ones(100)):min() == 0)
   end)

   it('takes another probability by setp, and none out of range', function()
      local dropout = nn.Dropout()
      dropout:setp(0.2)
      assert.equal('nn.Dropout(0.200000)', tostring(dropout))
      checks.refuses('illegal percentage, must be 0 <= p < 1', function() nn.Dropout(1) end)
      checks.refuses('illegal percentage, must be 0 <= p < 1', function() dropout:setp(-0.1) end)
   end)
end)
