local checks = require 'spec.support.module_checks'

local function same(_, x)
   return x:double():contiguous()
end

checks.module('View', {
   { 'a batch', function() return nn.View(12) end, input = { 3, 2, 6 }, batch = true, anyType = true, prints = 'nn.View(12)',
      reference = function(_, x) return same(_, x):view(3, 12) end },
   { 'one sample', function() return nn.View(3, 4) end, input = { 12 }, anyType = true, prints = 'nn.View(3, 4)',
      reference = function(_, x) return same(_, x):view(3, 4) end },
   { 'an inferred size', function() return nn.View(-1):setNumInputDims(2) end, input = { 3, 2, 6 }, batch = true, anyType = true,
      prints = 'nn.View(-1)', reference = function(_, x) return same(_, x):view(3, 12) end },
})

describe('nn.View', function()
   it('takes sizes as a LongStorage, and others later', function()
      local view = nn.View(torch.LongStorage { 2, 6 })
      assert.same({ 2, 6 }, view:forward(torch.randn(12)):size():totable())
      assert.is_true(rawequal(view, view:resetSize(4, -1)))
      assert.same({ 4, 3 }, view:forward(torch.randn(12)):size():totable())
   end)

   it('keeps a batch of one where the dimensions of a sample are known', function()
      assert.same({ 6 }, nn.View(6):forward(torch.randn(1, 6)):size():totable())
      assert.same({ 1, 6 }, nn.View(6):setNumInputDims(1):forward(torch.randn(1, 6)):size():totable())
      assert.same({ 1, 6 }, nn.View(-1):setNumInputDims(3):forward(torch.randn(1, 1, 2, 3)):size():totable())
   end)

   it('shows the elements of its input', function()
      local x = torch.randn(2, 6)
      assert.equal(x:storage(), nn.View(12):forward(x):storage())
   end)

   it('works on whole numbers in a module of their type', function()
      assert.equal('torch.LongTensor', nn.View(4):type('torch.LongTensor'):forward(torch.LongTensor(2, 2)):type())
   end)

   it('refuses sizes that do not fit', function()
      checks.refuses('nn.View(5): input view (3x4) and desired view (5) do not match', function() nn.View(5):forward(torch.randn(3, 4)) end)
      checks.refuses('only one dimension can be at -1', function() nn.View(-1, -1) end)
      checks.refuses('size should be positive or -1', function() nn.View(-2) end)
   end)
end)
