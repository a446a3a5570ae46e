local checks = require 'spec.support.module_checks'

describe('nn.MaskedSelect', function()
   local x, mask = torch.Tensor { { 10, 20 }, { 30, 40 } }, torch.ByteTensor { { 1, 0 }, { 0, 1 } }

   it('takes the elements under the mask, and puts their gradients back', function()
      local module = nn.MaskedSelect()
      assert.same({ 10, 40 }, module:forward({ x, mask }):totable())
      local gradInput = module:backward({ x, mask }, torch.Tensor { 20, 80 })
      assert.same({ { 20, 0 }, { 0, 80 } }, gradInput[1]:totable())
      assert.same({ { 0, 0 }, { 0, 0 } }, gradInput[2]:totable())
      assert.equal('torch.ByteTensor', gradInput[2]:type())
   end)

   it('works in float, after clearState and as a clone', function()
      local module = nn.MaskedSelect()
      module:forward { x, mask }
      module:backward({ x, mask }, torch.randn(2))
      module = module:float():clearState():clone()
      assert.same({ 10, 40 }, module:forward({ x:float(), mask }):totable())
      assert.same({ { 1, 0 }, { 0, 2 } }, module:backward({ x:float(), mask }, torch.FloatTensor { 1, 2 })[1]:totable())
   end)

   it('refuses other masks', function()
      checks.refuses('nn.MaskedSelect: input[2]: a torch.ByteTensor expected, got torch.DoubleTensor', function()
         nn.MaskedSelect():forward { x, x }
      end)
      checks.refuses('nn.MaskedSelect: input[2] of size 3 does not have as many elements as the input[1] of size 2x2', function()
         nn.MaskedSelect():forward { x, torch.ByteTensor(3) }
      end)
   end)
end)
