local checks = require 'spec.support.module_checks'

local function inputs()
   return { torch.rand(3), torch.rand(2), { torch.rand(3) }, torch.rand(4) }
end

describe('nn.NarrowTable', function()
   it('gives some entries, and zeros for the gradients of the others', function()
      local x, g = inputs(), inputs()
      for _, module in ipairs { nn.NarrowTable(2, 2), nn.NarrowTable(-3, 2), nn.NarrowTable(2, -2) } do
         local y = module:forward(x)
         assert.equal(2, #y)
         assert.is_true(rawequal(x[2], y[1]) and rawequal(x[3], y[2]))
         local gradInput = module:backward(x, { g[2], g[3] })
         assert.same({ 0, 0, 0 }, gradInput[1]:totable())
         checks.close(g[2], gradInput[2], 0, 'gradInput')
         checks.close(g[3][1], gradInput[3][1], 0, 'gradInput')
         assert.same({ 0, 0, 0, 0 }, gradInput[4]:totable())
      end
      assert.equal(1, #nn.NarrowTable(4):forward(x))
   end)

   it('follows tables of other lengths', function()
      local module, x = nn.NarrowTable(1, -1), inputs()
      assert.equal(4, #module:forward(x))
      module:backward(x, x)
      x[4] = nil
      assert.equal(3, #module:forward(x))
      assert.equal(3, #module:backward(x, x))
   end)

   it('changes type, clears its state and is cloned', function()
      local module, x = nn.NarrowTable(2), inputs()
      module:forward(x)
      module:backward(x, { x[2] })
      module = module:float():clone():clearState()
      assert.is_true(rawequal(x[2], module:forward(x)[1]))
      checks.close(x[2], module:backward(x, { x[2] })[2], 0, 'gradInput')
   end)

   it('refuses what is not there', function()
      checks.refuses('nn.NarrowTable: entries 3 … 5 wanted of 4', function() nn.NarrowTable(3, 3):forward(inputs()) end)
   end)
end)
