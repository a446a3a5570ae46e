local table_checks = require 'spec.support.table_checks'
local tensors = require 'spec.support.tensors'

describe('nn.CAddTable', function()
   table_checks.elementwise {
      new = nn.CAddTable, any = true,
      value = function(...)
         local sum = 0
         for _, x in ipairs { ... } do
            sum = sum + x
         end
         return sum
      end,
      derivative = function() return 1 end,
   }

   it('adds to the first term in place', function()
      local add, x, g = nn.CAddTable(true), { torch.randn(4), torch.randn(4), torch.randn(4) }, torch.randn(4)
      local wanted = x[1] + x[2] + x[3]
      assert.equal(x[1]:storage(), add:forward(x):storage())
      tensors.close(wanted, x[1], 0, 'the first term')
      assert.equal(g:storage(), add:backward(x, g)[2]:storage())
      assert.equal(2, #add:backward({ x[1], x[2] }, g))
      add:clearState()
      assert.equal(4, x[1]:nElement())
   end)

   it('adds whole numbers', function()
      assert.same({ 4, 6 }, nn.CAddTable():type('torch.LongTensor'):forward({ torch.LongTensor { 1, 2 }, torch.LongTensor { 3, 4 } }):totable())
   end)
end)
