local checks = require 'spec.support.module_checks'

describe('nn.JoinTable', function()
   it('joins along a dimension, and cuts the gradient', function()
      local x, g = { torch.randn(2, 3), torch.randn(2, 1), torch.randn(2, 4) }, torch.randn(2, 8)
      for _, join in ipairs { nn.JoinTable(2), nn.JoinTable(-1), nn.JoinTable(1, 1) } do
         checks.close(torch.cat(x, 2), join:forward(x), 0, 'output')
         local gradients = join:backward(x, g)
         checks.close(g:narrow(2, 4, 1), gradients[2], 0, 'gradInput')
         assert.equal(3, #gradients)
      end
   end)

   it('counts after the batch where samples have fewer dimensions', function()
      local join = nn.JoinTable(1, 2)
      assert.same({ 5, 3 }, join:forward({ torch.randn(2, 3), torch.randn(3, 3) }):size():totable())
      assert.same({ 4, 5, 3 }, join:forward({ torch.randn(4, 2, 3), torch.randn(4, 3, 3) }):size():totable())
   end)

   it('is the same after saving and loading, and in float', function()
      local join, x = nn.JoinTable(1), { torch.randn(2), torch.randn(3) }
      local y = join:forward(x):clone()
      join:backward(x, y)
      checks.close(y, join:clone():forward(x), 0, 'a clone')
      checks.close(y, join:float():forward({ x[1]:float(), x[2]:float() }), 1e-6, 'float')
      checks.close(y, join:forward({ x[1]:float(), x[2]:float() }), 1e-6, 'float')
      assert.equal('torch.FloatTensor', join:backward({ x[1]:float(), x[2]:float() }, y:float())[1]:type())
   end)
end)
