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

   it('is read from files whose criteria did not know their type, nor whether they average', function()
      local x, values, classes = torch.Tensor(2, 3):uniform(0.1, 0.9), torch.Tensor(2, 3):uniform(0, 1), torch.LongTensor { 1, 3 }
      local targets = { MSECriterion = values, BCECriterion = values, ClassNLLCriterion = classes, MultiMarginCriterion = classes }
      for name, t in pairs(targets) do
         local criterion = nn[name]()
         local loss = criterion:forward(x, t)
         for _, field in ipairs { '_type', 'sizeAverage', 'ignoreIndex', 'output_tensor', 'total_weight_tensor', 'target' } do
            criterion[field] = nil
         end
         local old = torch.deserialize(torch.serialize(criterion))
         assert.equal('torch.DoubleTensor', old._type)
         assert.equal(loss, (old:forward(x, t)))
         assert.equal(6, old:backward(x, t):nElement())
         assert.equal('torch.FloatTensor', old:float():backward(x:float(), t == classes and t or t:float()):type())
      end
   end)

   it('converts to a named type only', function()
      tensors.refuses('Criterion: must provide a type to convert to', function() nn.Criterion():type() end)
      tensors.refuses('unknown tensor type torch.CudaTensor', function() nn.MSECriterion():cuda() end)
   end)
end)
