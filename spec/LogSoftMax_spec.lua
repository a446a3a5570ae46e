local checks = require 'spec.support.module_checks'
local slices = require 'spec.support.softmax'

local reference = slices.reference(function(x, sum)
   return x - math.log(sum)
end)

checks.module('LogSoftMax', {
   { '1D', function() return nn.LogSoftMax() end, input = { 9 }, prints = 'nn.LogSoftMax', reference = reference },
   { '2D', function() return nn.LogSoftMax() end, input = { 3, 9 }, batch = true, reference = reference },
   { '3D', function() return nn.LogSoftMax() end, input = { 4, 3, 2 }, reference = reference },
   { '4D', function() return nn.LogSoftMax() end, input = { 2, 4, 3, 2 }, batch = true, reference = reference },
})

describe('nn.LogSoftMax', function()
   it('stands large inputs', function()
      local y = nn.LogSoftMax():forward(torch.Tensor { 1000, 0 })
      assert.same({ 0, -1000 }, y:totable())
   end)

   it('refuses more than four dimensions', function()
      checks.refuses('nn.LogSoftMax: 1D, 2D, 3D or 4D tensor expected, got input of size 1x1x1x1x1', function()
         nn.LogSoftMax():forward(torch.randn(1, 1, 1, 1, 1))
      end)
   end)
end)
