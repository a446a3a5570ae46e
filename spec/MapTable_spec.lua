local tensors = require 'spec.support.tensors'
require 'nn'

local function inputs(n)
   local list = {}
   for i = 1, n do
      list[i] = torch.randn(4)
   end
   return list
end

local function gradients(n)
   local list = {}
   for i = 1, n do
      list[i] = torch.randn(3)
   end
   return list
end

describe('nn.MapTable', function()
   it('does what a ParallelTable of clones that share does', function()
      local map = nn.MapTable(nn.Linear(4, 3))
      local linear = map:get(1):clone()
      local parallel = nn.ParallelTable():add(linear)
      for _ = 2, 3 do
         parallel:add(linear:clone('weight', 'bias', 'gradWeight', 'gradBias'))
      end
      local x, g = inputs(3), gradients(3)
      map:zeroGradParameters()
      linear:zeroGradParameters()
      local output, wanted = map:forward(x), parallel:forward(x)
      local gradInput, wantedGradInput = map:backward(x, g), parallel:backward(x, g)
      for i = 1, 3 do
         tensors.close(wanted[i], output[i], 0, 'output')
         tensors.close(wantedGradInput[i], gradInput[i], 0, 'gradInput')
      end
      assert.equal(3, map:size())
      map:updateParameters(0.1)
      linear:updateParameters(0.1)
      tensors.close(linear.weight, map:get(3).weight, 1e-15, 'weight')
      local p = map:getParameters()
      assert.equal(15, p:nElement())
      p:zero()
      assert.equal(0, map:get(2).bias:norm())
   end)

   it('updates at once what the clones share', function()
      local map = nn.MapTable(nn.Linear(4, 3))
      local wanted, x, g = map:clone(), inputs(2), gradients(2)
      map:forward(x)
      map:backwardUpdate(x, g, 0.1)
      wanted:zeroGradParameters()
      wanted:forward(x)
      wanted:backward(x, g)
      wanted:updateParameters(0.1)
      tensors.close(wanted:get(1).weight, map:get(1).weight, 1e-14, 'weight')
   end)

   it('takes tables of one length, then another', function()
      local map = nn.MapTable(nn.Linear(4, 3))
      for _, n in ipairs { 3, 1, 4 } do
         assert.equal(n, #map:forward(inputs(n)))
         assert.equal(n, #map:backward(inputs(n), gradients(n)))
      end
      assert.equal(4, map:size())
      map:resize(2)
      assert.equal(2, map:size())
      map:clearState()
      assert.equal(1, map:size())
      assert.equal(2, #map:forward(inputs(2)))
   end)

   it('makes clones of their own when it is told to, and keeps them', function()
      local map = nn.MapTable(nn.Linear(4, 3), false)
      local x, g = inputs(2), gradients(2)
      map:forward(x)
      map:zeroGradParameters()
      map:backward(x, g)
      map:updateParameters(0.1)
      assert.is_true((map:get(1).weight - map:get(2).weight):norm() > 0)
      assert.equal(30, map:getParameters():nElement())
      map:clearState()
      assert.equal(2, map:size())
   end)

   it('goes on with what takes its module\'s place', function()
      local map = nn.MapTable(nn.Tanh())
      map:replace(function(module)
         return torch.type(module) == 'nn.Tanh' and nn.ReLU() or module
      end)
      assert.equal(0, map:forward({ torch.Tensor { -1 }, torch.Tensor { -2 } })[2][1])
      assert.equal('nn.ReLU', torch.type(map.module))
   end)

   it('has one module, which may be added later, and knows its mode in all of them', function()
      local map = nn.MapTable()
      assert.equal('nn.MapTable { }', tostring(map))
      tensors.refuses('nn.MapTable: no module was added', function() map:forward(inputs(1)) end)
      assert.is_true(rawequal(map, map:add(nn.Sequential():add(nn.Dropout()))))
      tensors.refuses('nn.MapTable: Single module required', function() map:add(nn.Tanh()) end)
      map:forward(inputs(2))
      map:evaluate()
      assert.is_false(map:get(2):get(1).train)
      assert.equal([[
nn.MapTable {
  nn.Sequential {
          [input -> (1) -> output]
          (1): nn.Dropout(0.5, busy)
        }
}]], (tostring(map):gsub('Dropout%(.-%)', 'Dropout(0.5, busy)')))
   end)
end)
