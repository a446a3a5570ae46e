local checks = require 'spec.support.module_checks'

local function reference(module, x)
   local y, d = module:forward(x):double():clone(), module.batch_mode and 2 or 1
   for o = 1, y:size(d) do
      local window = x:double():narrow(d, (o - 1) * module.stride + 1, module.width):clone()
      y:narrow(d, o, 1):copy(window:pow(module.power):sum(d):pow(1 / module.power))
   end
   return y
end

local function made(...)
   local arguments = { ... }
   return function() return nn.FeatureLPPooling(unpack(arguments)) end
end

local function positive(x)
   return x:uniform(0.1, 1)
end

checks.module('FeatureLPPooling', {
   { 'p = 2', made(3, 2, 2), input = { 9 }, reference = reference, prints = 'nn.FeatureLPPooling' },
   { 'p = 2, with inner dimensions', made(4, 1, 2), input = { 7, 3, 2 }, reference = reference },
   { 'a batch', made(2, 3, 3, true), input = { 3, 8 }, reference = reference, fill = positive, low = 0.1 },
   { 'a batch with inner dimensions', made(5, 4, 2.5, true), input = { 2, 9, 3, 2 }, reference = reference, fill = positive, low = 0.1 },
   { 'p = 1', made(2, 1, 1), input = { 5, 3 }, reference = reference },
   { 'large', made(16, 4, 2, true), input = { 5, 100, 50 }, large = true, reference = reference },
})

describe('nn.FeatureLPPooling', function()
   it('sends nothing back through an output of 0', function()
      local module, x = nn.FeatureLPPooling(2, 2, 2), torch.Tensor { 0, 0, 3, 4 }
      assert.same({ 0, 5 }, module:forward(x):totable())
      checks.close(torch.Tensor { 0, 0, 0.6, 0.8 }, module:backward(x, torch.ones(2)), 1e-15, 'gradInput')
   end)

   it('refuses widths, strides and inputs that it has not', function()
      checks.refuses('width must be within 2 to 16', function() nn.FeatureLPPooling(17, 1, 2) end)
      checks.refuses('stride must be within 1 to 4', function() nn.FeatureLPPooling(2, 5, 2) end)
      checks.refuses('fewer than the width 3', function() nn.FeatureLPPooling(3, 1, 2):forward(torch.randn(2)) end)
      checks.refuses('2D to 4D tensor expected', function() nn.FeatureLPPooling(2, 1, 2, true):forward(torch.randn(4)) end)
   end)
end)
