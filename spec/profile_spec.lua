local torch = require 'torch'
local nn = require 'nn'
local networks = require 'lampas.networks'
local profile = require 'lampas.profile'

local function quick(model, input)
   return profile.run(model, input, { seconds = 0.001 })
end

describe('profile #once', function()
   local shared = nn.Tanh()
   local model = nn.Sequential():add(nn.Linear(4, 8)):add(shared):add(nn.ConcatTable():add(nn.Linear(8, 2)):add(nn.View(8))):add(nn.JoinTable(2))
      :add(nn.Linear(10, 8)):add(shared)
   local input = torch.randn(3, 4)
   local result = quick(model, input)

   it('has every layer once, by its path', function()
      local paths = {}
      for i, layer in ipairs(result.layers) do
         paths[i] = layer.path
      end
      assert.same({ '1', '2, 6', '3.1', '3.2', '4', '5' }, paths)
      assert.equal('nn.Linear(8 -> 2)', result.layers[3].name)
      assert.equal('3x10', result.layers[5].output)
   end)

   it('takes times that add up to no more than the whole', function()
      local forward, backward = 0, 0
      for _, layer in ipairs(result.layers) do
         assert.is_true(layer.forward >= 0 and layer.backward >= 0)
         forward, backward = forward + layer.forward, backward + layer.backward
      end
      assert.is_true(forward > 0 and forward <= result.forward * 1.5)
      assert.is_true(backward > 0 and backward <= result.backward * 1.5)
      assert.is_true(result.rounds >= 5)
   end)

   it('says how near the limit layers are, but for those that move nothing', function()
      assert.is_true(result.layers[1].forward_limit > 0)
      assert.is_nil(result.layers[4].forward_limit)
   end)

   it('leaves the model as it was', function()
      for _, module in ipairs(model:listModules()) do
         for _, method in ipairs { 'updateOutput', 'backward', 'updateGradInput', 'accGradParameters' } do
            assert.is_nil(rawget(module, method))
         end
      end
      assert.has_error(function() quick(model, torch.randn(3, 5)) end)
      assert.is_nil(rawget(model:get(1), 'updateOutput'))
   end)

   it('prints one line a layer', function()
      local lines = profile.lines(result)
      assert.equal(#result.layers + 2, #lines)
      assert.matches('whole passes', lines[#lines])
   end)
end)

describe('networks #once', function()
   for _, network in ipairs(networks) do
      it(network.name .. ' takes its input and gives probabilities', function()
         local size = torch.LongStorage(network.input)
         size[1] = 1
         local model = network.new():float()
         model:evaluate()
         local output = model:forward(torch.FloatTensor(size):uniform())
         assert.near(1, torch.exp(output:double()):sum(), 1e-3)
      end)
   end
end)
