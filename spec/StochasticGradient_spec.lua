require 'nn'

describe('nn.StochasticGradient', function()
   local function quietly(f)
      local lines, print = {}, _G.print
      _G.print = function(line)
         table.insert(lines, line)
      end
      local ok, message = pcall(f)
      _G.print = print
      assert(ok, message)
      return lines
   end

   it('learns a line, and says how far it is', function()
      torch.manualSeed(1)
      local data = {}
      for i = 1, 20 do
         local x = torch.Tensor { i / 20 }
         data[i] = { x, x * 3 + 1 }
      end
      function data.size() return #data end
      local linear = nn.Linear(1, 1)
      local trainer = nn.StochasticGradient(linear, nn.MSECriterion())
      trainer.learningRate, trainer.maxIteration, trainer.learningRateDecay = 0.3, 30, 0.01
      local examples, iterations = 0, {}
      trainer.hookExample = function() examples = examples + 1 end
      trainer.hookIteration = function(_, iteration, loss) iterations[iteration] = loss end
      local lines = quietly(function() trainer:train(data) end)
      assert.equal('# StochasticGradient: training', lines[1])
      assert.equal('# current error = ' .. iterations[1], lines[2])
      assert.equal('# training error = ' .. iterations[30], lines[#lines])
      assert.equal(600, examples)
      assert.is_true(iterations[30] < 1e-3)
      assert.is_true(math.abs(linear.weight[1][1] - 3) < 0.1)
   end)
end)
