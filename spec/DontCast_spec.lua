local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.DontCast', function()
   it('keeps its module\'s type, and converts what goes in and out', function()
      local linear = nn.Linear(4, 2):float()
      local module, wanted = nn.DontCast(linear, true), linear:clone()
      local x, g = torch.randn(3, 4), torch.randn(3, 2)
      module:zeroGradParameters()
      wanted:zeroGradParameters()
      for _, name in ipairs { 'torch.DoubleTensor', 'torch.FloatTensor', 'torch.DoubleTensor' } do
         assert.is_true(rawequal(module, module:type(name)))
         assert.equal(name, module:type())
         local output, gradInput = module:forward(x:type(name)), module:backward(x:type(name), g:type(name))
         assert.equal(name, output:type())
         assert.equal(name, gradInput:type())
         tensors.close(wanted:forward(x:float()), output:float(), 0, 'output')
         tensors.close(wanted:backward(x:float(), g:float()), gradInput:float(), 0, 'gradInput')
         tensors.close(wanted.gradWeight, linear.gradWeight, 0, 'gradWeight')
         assert.equal('torch.FloatTensor', linear.weight:type())
      end
      module:accUpdateGradParameters(x, g, 0.1)
      wanted:accUpdateGradParameters(x:float(), g:float(), 0.1)
      tensors.close(wanted.weight, linear.weight, 0, 'weight')
   end)

   it('converts tables', function()
      local inner = nn.ParallelTable():add(nn.Linear(4, 2)):add(nn.Linear(4, 2)):float()
      local module, x, g = nn.DontCast(inner, true), { torch.randn(4), torch.randn(4) }, { torch.randn(2), torch.randn(2) }
      local output, gradInput = module:forward(x), module:backward(x, g)
      for i = 1, 2 do
         assert.equal('torch.DoubleTensor', output[i]:type())
         assert.equal('torch.DoubleTensor', gradInput[i]:type())
         tensors.close(inner.output[i], output[i]:float(), 0, 'output')
      end
      assert.equal(2, #module:forward(x))
   end)

   it('converts one side only when it is told to', function()
      local module = nn.DontCast(nn.Linear(4, 2):float(), true, false)
      local x = torch.randn(4)
      assert.equal('torch.FloatTensor', module:forward(x):type())
      assert.equal('torch.DoubleTensor', module:backward(x, torch.FloatTensor(2):fill(1)):type())
      module = nn.DontCast(nn.Linear(4, 2):float())
      assert.is_true(rawequal(module:get(1).output, module:forward(x:float())))
      module:double()
      assert.equal('torch.FloatTensor', module:get(1).weight:type())
   end)

   it('stays as it is in a network that changes type, and without state', function()
      local net = nn.Sequential():add(nn.Linear(3, 4)):add(nn.DontCast(nn.Linear(4, 2), true)):float()
      local y = net:forward(torch.FloatTensor(3):fill(1)):clone()
      assert.equal('torch.FloatTensor', y:type())
      assert.equal('torch.DoubleTensor', net:get(2):get(1).weight:type())
      net:clearState()
      tensors.close(y, net:forward(torch.FloatTensor(3):fill(1)), 0, 'after clearState')
      tensors.close(y, net:clone():forward(torch.FloatTensor(3):fill(1)), 0, 'a clone')
   end)

   it('has to know the module\'s type', function()
      local module = nn.Module()
      module.output = nil
      tensors.refuses('Cannot extrapolate moduleType. Provide constructor argument 4', function() nn.DontCast(module, true) end)
      assert.equal('torch.FloatTensor', nn.DontCast(module, true, true, 'torch.FloatTensor').moduleType)
   end)
end)
