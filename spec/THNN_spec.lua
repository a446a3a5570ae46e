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

   -- Compares Name_updateOutput and Name_updateGradInput, given what comes after the tensors, with a module.
   local function compare_pooling(module, x, with_indices, arguments, gradient_arguments)
      local name = torch.type(module):match('^nn%.(.*)$')
      local y, gx, indices = torch.Tensor(), torch.Tensor(), torch.LongTensor()
      local g = module:forward(x):clone():uniform()
      local function list(...)
         local all = { ... }
         all[#all + 1] = with_indices and indices:cdata() or nil
         return all
      end
      local function call(method, list_of_tensors, numbers)
         for _, number in ipairs(numbers) do
            list_of_tensors[#list_of_tensors + 1] = number
         end
         x.THNN[name .. '_' .. method](unpack(list_of_tensors))
      end
      call('updateOutput', list(x:cdata(), y:cdata()), arguments)
      tensors.close(module.output, y, 0, name)
      call('updateGradInput', list(x:cdata(), g:cdata(), gx:cdata()), gradient_arguments or arguments)
      tensors.close(module:backward(x, g), gx, 0, name .. ', gradInput')
   end

   it('pools in every way that there is', function()
      local image, volume = torch.randn(2, 3, 6, 8), torch.randn(2, 2, 4, 6, 6)
      compare_pooling(nn.SpatialDilatedMaxPooling(2, 3, 1, 1, 1, 0, 2, 1), image, true, { 2, 3, 1, 1, 1, 0, 2, 1, false })
      compare_pooling(nn.SpatialAdaptiveMaxPooling(3, 2), image, true, { 3, 2 }, {})
      compare_pooling(nn.SpatialAdaptiveAveragePooling(3, 2), image, false, { 3, 2 }, {})
      compare_pooling(nn.TemporalMaxPooling(3, 2), torch.randn(2, 9, 4), true, { 3, 2 })
      compare_pooling(nn.VolumetricAveragePooling(2, 3, 2), volume, false, { 2, 3, 2, 2, 3, 2 })
      compare_pooling(nn.VolumetricMaxPooling(2, 3, 2, 1, 2, 2, 1, 0, 1):ceil(), volume, true, { 2, 3, 2, 1, 2, 2, 1, 0, 1, true })
      compare_pooling(nn.VolumetricDilatedMaxPooling(2, 2, 2, 1, 1, 1, 0, 0, 0, 1, 2, 2), volume, true,
         { 2, 2, 2, 1, 1, 1, 0, 0, 0, 1, 2, 2, false })
   end)

   it('unpools, and pools with given samples', function()
      local pooling, x = nn.VolumetricMaxPooling(2, 2, 2), torch.randn(1, 4, 6, 6)
      local module, y, gx = nn.VolumetricMaxUnpooling(pooling), torch.Tensor(), torch.Tensor()
      local small = pooling:forward(x)
      local numbers = { 4, 6, 6, 2, 2, 2, 0, 0, 0 }
      x.THNN.VolumetricMaxUnpooling_updateOutput(small:cdata(), y:cdata(), pooling.indices:cdata(), unpack(numbers))
      tensors.close(module:forward(small), y, 0, 'unpooling')
      x.THNN.VolumetricMaxUnpooling_updateGradInput(small:cdata(), x:cdata(), gx:cdata(), pooling.indices:cdata(), unpack(numbers))
      tensors.close(module:backward(small, x), gx, 0, 'unpooling, gradInput')

      local fractional, indices = nn.SpatialFractionalMaxPooling(2, 2, 3, 4):fixPoolingRegions(), torch.LongTensor()
      local wanted = fractional:forward(x)
      x.THNN.SpatialFractionalMaxPooling_updateOutput(x:cdata(), y:cdata(), 3, 4, 2, 2, indices:cdata(), fractional.randomSamples:cdata())
      tensors.close(wanted, y, 0, 'fractional')
      x.THNN.SpatialFractionalMaxPooling_updateGradInput(x:cdata(), y:cdata(), gx:cdata(), 3, 4, 2, 2, indices:cdata())
      tensors.close(fractional:backward(x, y), gx, 0, 'fractional, gradInput')

      local norms = nn.FeatureLPPooling(2, 1, 2, true)
      x.THNN.FeatureLPPooling_updateOutput(x:cdata(), y:cdata(), 2, 2, 1, true)
      tensors.close(norms:forward(x), y, 0, 'norms')
      x.THNN.FeatureLPPooling_updateGradInput(y:cdata(), x:cdata(), y:cdata(), gx:cdata(), 2, 2, 1, true)
      tensors.close(norms:backward(x, y), gx, 0, 'norms, gradInput')
   end)

   it('upsamples and pads', function()
      local x, g, y, gx = torch.randn(2, 2, 3, 4), torch.randn(2, 2, 6, 8), torch.Tensor(), torch.Tensor()
      local module = nn.SpatialUpSamplingBilinear(2)
      x.THNN.SpatialUpSamplingBilinear_updateOutput(x:cdata(), y:cdata(), 6, 8)
      tensors.close(module:forward(x), y, 0, 'output')
      x.THNN.SpatialUpSamplingBilinear_updateGradInput(g:cdata(), gx:cdata(), 2, 2, 3, 4, 6, 8)
      tensors.close(module:backward(x, g), gx, 0, 'gradInput')
      x.THNN.SpatialReflectionPadding_updateOutput(x:cdata(), y:cdata(), 1, 2, 0, 1)
      tensors.close(nn.SpatialReflectionPadding(1, 2, 0, 1):forward(x), y, 0, 'output')

      module, x, g = nn.UpSampling(2, 'linear'), torch.randn(1, 2, 2, 3, 4), torch.randn(1, 2, 4, 6, 8)
      x.THNN.VolumetricUpSamplingTrilinear_updateOutput(x:cdata(), y:cdata(), 4, 6, 8)
      tensors.close(module:forward(x), y, 0, 'output')
      x.THNN.VolumetricUpSamplingTrilinear_updateGradInput(g:cdata(), gx:cdata(), 1, 2, 2, 3, 4, 4, 6, 8)
      tensors.close(module:backward(x, g), gx, 0, 'gradInput')
      module = nn.UpSampling(2)
      x.THNN.VolumetricUpSamplingNearest_updateOutput(x:cdata(), y:cdata(), 2)
      tensors.close(module:forward(x), y, 0, 'output')
      x.THNN.VolumetricUpSamplingNearest_updateGradInput(x:cdata(), g:cdata(), gx:cdata(), 2)
      tensors.close(module:backward(x, g), gx, 0, 'gradInput')
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

   it('has the criteria that take two tensors, a margin, weights', function()
      local function compare(name, x, t, ...)
         local criterion, loss, gx = nn[name](), torch.Tensor(1), torch.Tensor()
         x.THNN[name .. '_updateOutput'](x:cdata(), t:cdata(), loss:cdata(), ...)
         assert.equal((criterion:forward(x, t)), loss[1])
         x.THNN[name .. '_updateGradInput'](x:cdata(), t:cdata(), gx:cdata(), ...)
         tensors.close(criterion:backward(x, t), gx, 0, name)
      end
      local x, t = torch.randn(4, 3), torch.ones(4, 3)
      for _, name in ipairs { 'AbsCriterion', 'DistKLDivCriterion', 'SmoothL1Criterion', 'SoftMarginCriterion' } do
         compare(name, x, t, true)
      end
      local scratch = torch.Tensor()
      compare('MarginCriterion', x, t, true, 1)
      compare('MultiMarginCriterion', x, torch.LongTensor { 1, 3, 2, 2 }, true, 1, THNN.NULL, 1)
      compare('MultiLabelMarginCriterion', x, torch.LongTensor(4, 3):zero():fill(2), scratch:cdata(), true)
      local total = torch.Tensor(1)
      compare('SpatialClassNLLCriterion', torch.randn(1, 3, 2, 2), torch.LongTensor(1, 2, 2):fill(2), true, THNN.NULL, total:cdata())
      assert.equal(4, total[1])
      local loss, gx = torch.Tensor(1), torch.Tensor()
      x.THNN.L1Cost_updateOutput(x:cdata(), loss:cdata())
      assert.equal(nn.L1Cost():forward(x), loss[1])
      x.THNN.L1Cost_updateGradInput(x:cdata(), THNN.NULL, gx:cdata())
      tensors.close(torch.sign(x), gx, 0, 'L1Cost')
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
