local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local TABLE = { { 1, 1 }, { 2, 3 }, { 3, 1 }, { 1, 2 }, { 3, 3 }, { 2, 1 } }

local function with(connections, ...)
   local arguments = { ... }
   return function()
      return nn.SpatialConvolutionMap(torch.Tensor(connections), unpack(arguments))
   end
end

checks.module('SpatialConvolutionMap', {
   { 'a batch', with(TABLE, 3, 2), input = { 2, 3, 5, 6 }, batch = true, reference = naive.convolution, prints = 'nn.SpatialConvolutionMap' },
   { 'with steps', with(TABLE, 2, 3, 3, 2), input = { 2, 3, 8, 9 }, batch = true, reference = naive.convolution },
   { 'one image of more planes than are connected', with({ { 2, 1 }, { 1, 2 } }, 3, 3), input = { 4, 6, 5 }, reference = naive.convolution },
})

describe('nn.SpatialConvolutionMap', function()
   it('fully connected, is a SpatialConvolution', function()
      local map, full = nn.SpatialConvolutionMap(nn.tables.full(3, 4), 3, 2, 2, 1), nn.SpatialConvolution(3, 4, 3, 2, 2, 1)
      for k = 1, map.connTable:size(1) do
         map.weight[k]:copy(full.weight[map.connTable[k][2]][map.connTable[k][1]])
      end
      map.bias:copy(full.bias)
      local x = torch.randn(2, 3, 7, 9)
      local y = full:forward(x)
      checks.close(y, map:forward(x), 1e-14, 'output')
      checks.close(full:backward(x, y), map:backward(x, y), 1e-13, 'gradInput')
   end)

   it('begins with parameters that count what leads to an output plane', function()
      torch.manualSeed(5)
      local map = nn.SpatialConvolutionMap(torch.Tensor { { 1, 1 }, { 2, 1 }, { 1, 2 } }, 2, 2)
      torch.manualSeed(5)
      local few, many = 1 / math.sqrt(4), 1 / math.sqrt(8)
      for k, limit in ipairs { many, many, few } do
         for i = 1, 4 do
            assert.equal(torch.uniform(-limit, limit), map.weight[k]:view(4)[i])
         end
      end
      assert.equal(torch.uniform(-many, many), map.bias[1])
      assert.equal(torch.uniform(-few, few), map.bias[2])
   end)

   it('lets its parameters decay', function()
      local map = with(TABLE, 2, 2)()
      local weight, bias = map.weight:clone(), map.bias:clone()
      map:decayParameters(0.25)
      checks.close(weight * 0.75, map.weight, 1e-15, 'weight')
      checks.close(bias * 0.75, map.bias, 1e-15, 'bias')
   end)

   it('refuses inputs that do not fit', function()
      checks.refuses('input of size 2x5x5 has 2 planes, wanted at least 3', function() with(TABLE, 2, 2)():forward(torch.Tensor(2, 5, 5)) end)
      checks.refuses('Output size is too small', function() with(TABLE, 4, 6)():forward(torch.Tensor(3, 5, 5)) end)
   end)
end)
