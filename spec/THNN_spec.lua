local tensors = require 'spec.support.tensors'
require 'nn'
local THNN = require 'nn.THNN'

describe('the THNN convention', function()
   it('runs kernels by name on the type of the tensor class', function()
      for _, T in ipairs { torch.FloatTensor, torch.DoubleTensor } do
         local x, y = T { -1, 2 }, T()
         x.THNN.Threshold_updateOutput(x:cdata(), y:cdata(), 0, 0, false)
         assert.same({ 0, 2 }, y:totable())
         local g, gx = T { 5, 6 }, T()
         x.THNN.Threshold_updateGradInput(x:cdata(), g:cdata(), gx:cdata(), 0, 0, false)
         assert.same({ 0, 6 }, gx:totable())
         x.THNN.Threshold_updateOutput(x:cdata(), y:cdata(), 0, 0, true)
         assert.equal(x:storage(), y:storage())
      end
   end)

   it('convolves, with and without bias', function()
      local module, x = nn.SpatialConvolutionMM(2, 3, 3, 3, 1, 1, 1, 1), torch.randn(2, 2, 5, 5)
      local y, gx, scratch = torch.Tensor(), torch.Tensor(), torch.Tensor() -- a pointer keeps no tensor alive
      local nothing = scratch:cdata()
      local wanted = module:forward(x)
      x.THNN.SpatialConvolutionMM_updateOutput(x:cdata(), y:cdata(), module.weight:cdata(), THNN.optionalTensor(module.bias), nothing, nothing,
         3, 3, 1, 1, 1, 1)
      tensors.close(wanted, y, 0, 'output')
      local g = torch.randn(2, 3, 5, 5)
      module:zeroGradParameters()
      module:backward(x, g)
      x.THNN.SpatialConvolutionMM_updateGradInput(x:cdata(), g:cdata(), gx:cdata(), module.weight:cdata(), nothing, nothing, 3, 3, 1, 1, 1, 1)
      tensors.close(module.gradInput, gx, 0, 'gradInput')
      local gw, gb = module.gradWeight:clone():zero(), module.gradBias:clone():zero()
      x.THNN.SpatialConvolutionMM_accGradParameters(x:cdata(), g:cdata(), gw:cdata(), gb:cdata(), nothing, nothing, 3, 3, 1, 1, 1, 1, 2)
      tensors.close(module.gradWeight * 2, gw, 1e-14, 'gradWeight')
      tensors.close(module.gradBias * 2, gb, 1e-14, 'gradBias')
      module:noBias()
      wanted = module:forward(x)
      x.THNN.SpatialConvolutionMM_updateOutput(x:cdata(), y:cdata(), module.weight:cdata(), THNN.optionalTensor(module.bias), nothing, nothing,
         3, 3, 1, 1, 1, 1)
      tensors.close(wanted, y, 0, 'without bias')
      assert.equal(0, scratch:dim())
   end)

   it('pools, and normalises', function()
      local module, x = nn.SpatialMaxPooling(2, 2), torch.randn(1, 2, 4, 4)
      local y, indices, gx = torch.Tensor(), torch.LongTensor(), torch.Tensor()
      x.THNN.SpatialMaxPooling_updateOutput(x:cdata(), y:cdata(), indices:cdata(), 2, 2, 2, 2, 0, 0, false)
      tensors.close(module:forward(x), y, 0, 'output')
      x.THNN.SpatialMaxPooling_updateGradInput(x:cdata(), y:cdata(), gx:cdata(), indices:cdata(), 2, 2, 2, 2, 0, 0, false)
      tensors.close(module:backward(x, y), gx, 0, 'gradInput')

      module = nn.SpatialBatchNormalization(2)
      x = torch.randn(3, 2, 4, 4)
      local mean, var, save_mean, save_std = torch.zeros(2), torch.ones(2), torch.Tensor(), torch.Tensor()
      x.THNN.BatchNormalization_updateOutput(x:cdata(), y:cdata(), module.weight:cdata(), THNN.NULL, mean:cdata(), var:cdata(), save_mean:cdata(),
         save_std:cdata(), true, 0.1, 1e-5)
      tensors.close(module:forward(x), y, 0, 'output')
      tensors.close(module.running_var, var, 0, 'running_var')
      x.THNN.BatchNormalization_backward(x:cdata(), y:cdata(), gx:cdata(), THNN.NULL, THNN.NULL, module.weight:cdata(), mean:cdata(), var:cdata(),
         save_mean:cdata(), save_std:cdata(), true, 1, 1e-5)
      tensors.close(module:backward(x, y), gx, 0, 'gradInput')
   end)

   it('writes losses into tensors', function()
      local x, t, loss, weight, gx = torch.randn(2, 3), torch.LongTensor { 1, 3 }, torch.Tensor(1), torch.Tensor(1), torch.Tensor()
      x.THNN.ClassNLLCriterion_updateOutput(x:cdata(), t:cdata(), loss:cdata(), true, THNN.NULL, weight:cdata(), -100)
      assert.equal((nn.ClassNLLCriterion():forward(x, t)), loss[1])
      assert.equal(2, weight[1])
      x.THNN.ClassNLLCriterion_updateGradInput(x:cdata(), t:cdata(), gx:cdata(), true, THNN.NULL, weight:cdata(), -100)
      assert.equal(-0.5, gx[1][1])
      local y = torch.randn(2, 3)
      x.THNN.MSECriterion_updateOutput(x:cdata(), y:cdata(), loss:cdata(), true)
      assert.equal(nn.MSECriterion():forward(x, y), loss[1])
   end)

   it('names what is wrong', function()
      local x = torch.randn(2)
      tensors.refuses('Tanh_updateOutput: a pointer to a tensor expected as output, got nil', function() x.THNN.Tanh_updateOutput(x:cdata()) end)
      tensors.refuses('Tanh_updateOutput: the tensor output is NULL', function() x.THNN.Tanh_updateOutput(x:cdata(), THNN.NULL) end)
      tensors.refuses('nn.Tanh is only supported for Float or Double Tensors.', function() torch.ByteTensor.nn.Tanh() end)
      tensors.refuses('torch.ByteTensor.THNN backend not imported', function() THNN.runKernel('Tanh_updateOutput', 'torch.ByteTensor') end)
      local x2, y = torch.FloatTensor(3, 4, 5, 6, 7), torch.FloatTensor()
      tensors.refuses('nn.SoftMax: 1D, 2D, 3D or 4D tensor expected', function() x2.THNN.SoftMax_updateOutput(x2:cdata(), y:cdata()) end)
   end)

   it('binds functions of C libraries by the same names', function()
      local called
      local lib = { THNN_FloatFoo = function(...) called = { ... } end }
      local bound = THNN.bind(lib, { 'Foo' }, 'Float', function() return 'state' end)
      bound.Foo(1, 2)
      assert.same({ 'state', 1, 2 }, called)
      local x, y = torch.randn(3), torch.Tensor()
      THNN.runKernel('Tanh_updateOutput', 'torch.DoubleTensor', x:cdata(), y:cdata())
      tensors.close(torch.tanh(x), y, 1e-15, 'output')
   end)
end)
