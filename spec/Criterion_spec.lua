local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.Criterion', function()
   it('is what a criterion of one\'s own can be made from', function()
      local Sum = torch.class('nn.SpecSum', 'nn.Criterion')
      function Sum:updateOutput(input)
         self.output = input:sum()
         return self.output
      end
      function Sum:updateGradInput(input)
         self.gradInput:resizeAs(input):fill(1)
         return self.gradInput
      end
      local criterion = nn.SpecSum()
      assert.equal(3, criterion:forward(torch.Tensor { 1, 2 }))
      local loss, gradient = criterion(torch.Tensor { 1, 2 })
      assert.equal(3, loss)
      assert.same({ 1, 1 }, gradient:totable())
      assert.equal('torch.FloatTensor', criterion:float().gradInput:type())
      assert.equal('nn.SpecSum', torch.type(criterion:clone()))
      nn.SpecSum = nil
   end)

   it('converts to a named type only', function()
      tensors.refuses('Criterion: must provide a type to convert to', function() nn.Criterion():type() end)
      tensors.refuses('unknown tensor type torch.CudaTensor', function() nn.MSECriterion():cuda() end)
   end)
end)
