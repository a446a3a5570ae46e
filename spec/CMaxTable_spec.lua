local table_checks = require 'spec.support.table_checks'

describe('nn.CMaxTable', function()
   table_checks.elementwise {
      new = nn.CMaxTable, any = true, value = math.max,
      derivative = function(i, ...)
         return select(i, ...) == math.max(...) and 1 or 0
      end,
   }

   it('takes the first of equal ones, and no NaN that is not there from the first', function()
      local module, nan = nn.CMaxTable(), 0 / 0
      local input = { torch.Tensor { 1, 2, nan }, torch.Tensor { 1, nan, 2 }, torch.Tensor { 1, 2, 2 } }
      local output = module:forward(input)
      assert.same({ 1, 2 }, { output[1], output[2] })
      assert.is_true(output[3] ~= output[3])
      local gradients = module:backward(input, torch.Tensor { 5, 6, 7 })
      assert.same({ 5, 6, 7 }, gradients[1]:totable())
      assert.same({ 0, 0, 0 }, gradients[2]:totable())
      assert.same({ 1, 1, 1 }, module.maxIdx:totable())
   end)
end)
