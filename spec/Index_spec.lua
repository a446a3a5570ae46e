local checks = require 'spec.support.module_checks'

describe('nn.Index', function()
   it('takes slices, and adds up the gradients of those taken twice', function()
      local module = nn.Index(1)
      local x = { torch.Tensor { 10, 20, 30 }, torch.LongTensor { 1, 2, 2, 3 } }
      assert.same({ 10, 20, 20, 30 }, module:forward(x):totable())
      local gradInput = module:backward(x, torch.Tensor { 1, 1, 1, 3 })
      assert.same({ 1, 2, 3 }, gradInput[1]:totable())
      assert.same({ 0, 0, 0, 0 }, gradInput[2]:totable())
   end)

   it('takes other dimensions, also from the last', function()
      local x, indices = torch.randn(2, 4, 3), torch.LongTensor { 3, 1 }
      checks.close(x:index(3, indices), nn.Index(-1):forward { x, indices }, 0, 'output')
   end)

   it('works after clearState, as a clone and in float', function()
      local module, x, indices = nn.Index(1), torch.randn(10, 3), torch.LongTensor { 2, 3, 4 }
      local wanted = module:forward({ x, indices }):clone()
      module:backward({ x, indices }, wanted)
      assert.is_true(rawequal(module, module:clearState()))
      checks.close(wanted, module:clone():forward { x, indices }, 0, 'a clone')
      module:backward({ x, indices }, wanted)
      module:float()
      checks.close(wanted:float(), module:forward { x:float(), indices }, 0, 'float')
      assert.equal('torch.FloatTensor', module:backward({ x:float(), indices }, wanted:float())[1]:type())
   end)

   it('refuses other indices', function()
      checks.refuses('nn.Index: input[2]: a torch.LongTensor of indices expected, got torch.DoubleTensor', function()
         nn.Index(1):forward { torch.randn(3), torch.randn(3) }
      end)
      checks.refuses('nn.Index: input[1] is a torch.FloatTensor', function()
         nn.Index(1):forward { torch.FloatTensor(3), torch.LongTensor { 1 } }
      end)
   end)
end)
