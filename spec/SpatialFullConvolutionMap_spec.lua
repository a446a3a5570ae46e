local checks = require 'spec.support.module_checks'
local naive = require 'spec.support.naive_convolution'

local TABLE = { { 1, 1 }, { 2, 3 }, { 3, 1 }, { 1, 2 }, { 3, 3 }, { 2, 1 } }

local function with(connections, ...)
   local arguments = { ... }
   return function()
      return nn.SpatialFullConvolutionMap(torch.Tensor(connections), unpack(arguments))
   end
end

checks.module('SpatialFullConvolutionMap', {
   { 'a batch', with(TABLE, 3, 2), input = { 2, 3, 3, 4 }, batch = true, reference = naive.transposed,
      prints = 'nn.SpatialFullConvolutionMap' },
   { 'with steps', with(TABLE, 2, 3, 3, 2), input = { 2, 3, 3, 2 }, batch = true, reference = naive.transposed },
   { 'one image of more planes than are connected', with({ { 2, 1 }, { 1, 2 } }, 3, 3), input = { 4, 3, 2 }, reference = naive.transposed },
})

describe('nn.SpatialFullConvolutionMap', function()
   it('fully connected, is a SpatialFullConvolution', function()
      local map, full = nn.SpatialFullConvolutionMap(nn.tables.full(3, 4), 3, 2, 2, 1), nn.SpatialFullConvolution(3, 4, 3, 2, 2, 1)
      for k = 1, map.connTable:size(1) do
         map.weight[k]:copy(full.weight[map.connTable[k][1]][map.connTable[k][2]])
      end
      map.bias:copy(full.bias)
      local x = torch.randn(2, 3, 4, 5)
      local y = full:forward(x)
      checks.close(y, map:forward(x), 1e-14, 'output')
      checks.close(full:backward(x, y), map:backward(x, y), 1e-13, 'gradInput')
   end)

   it('refuses inputs with too few planes', function()
      checks.refuses('input of size 2x5x5 has 2 planes, wanted at least 3', function() with(TABLE, 2, 2)():forward(torch.Tensor(2, 5, 5)) end)
   end)
end)
