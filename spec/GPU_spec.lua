local tensors = require 'spec.support.tensors'
require 'nn'

describe('nn.GPU', function()
   it('passes everything on, and keeps the numbers of devices', function()
      local module, x, g = nn.GPU(nn.Linear(3, 2), 1, 2), torch.randn(4, 3), torch.randn(4, 2)
      local wanted = module:get(1):clone()
      tensors.close(wanted:forward(x), module:forward(x), 0, 'output')
      tensors.close(wanted:backward(x, g), module:backward(x, g), 0, 'gradInput')
      assert.equal('nn.GPU(1) @ nn.Linear(3 -> 2)', tostring(module))
      assert.equal(3, nn.GPU(nn.Tanh(), 3).outdevice)
      module:float()
      local copy = module:clone()
      assert.equal(2, copy.outdevice)
      tensors.close(module:forward(x:float()), copy:forward(x:float()), 0, 'a clone')
   end)

   it('says in files first what it was on', function()
      local objects = {}
      nn.GPU(nn.Tanh(), 4):write { writeObject = function(_, object) table.insert(objects, object) end }
      assert.same({ 'torch.DoubleTensor', 4 }, objects[1])
      assert.equal(2, #objects)
      tensors.refuses('nn.GPU: the file has a module of type torch.CudaTensor', function()
         nn.GPU(nn.Tanh(), 1):read { readObject = function() return { 'torch.CudaTensor', 1 } end }
      end)
   end)

   it('refuses what it cannot do', function()
      tensors.refuses('nn.GPU: a number expected as device, got nil', function() nn.GPU(nn.Tanh()) end)
      tensors.refuses('nn.GPU: a module expected, got table', function() nn.GPU({}, 1) end)
      tensors.refuses('Not Implemented for nn.GPU', function() nn.GPU(nn.Tanh(), 1):accUpdateGradParameters() end)
   end)
end)
