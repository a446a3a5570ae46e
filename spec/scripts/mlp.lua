-- A small perceptron learns on which side of a wave points lie; StochasticGradient does the steps.
-- luacheck: ignore self
require 'torch'
require 'nn'

torch.manualSeed(1)
torch.setdefaulttensortype('torch.FloatTensor')

local dataset = {}
function dataset:size() return 200 end
for i = 1, dataset:size() do
   local input = torch.rand(2):mul(4):add(-2)
   local target = torch.Tensor(1)
   if input[2] > math.sin(2 * input[1]) then
      target[1] = 1
   else
      target[1] = -1
   end
   dataset[i] = { input, target }
end

local mlp = nn.Sequential()
mlp:add(nn.Linear(2, 24))
mlp:add(nn.Tanh())
mlp:add(nn.Linear(24, 1))
mlp:add(nn.Tanh())

local errors = {}
local trainer = nn.StochasticGradient(mlp, nn.MSECriterion())
trainer.learningRate = 0.03
trainer.learningRateDecay = 0.001
trainer.maxIteration = 100
trainer.hookIteration = function(self, iteration, currentError)
   errors[iteration] = currentError
end
trainer:train(dataset)

local right = 0
for i = 1, dataset:size() do
   local prediction = mlp:forward(dataset[i][1])[1]
   if prediction * dataset[i][2][1] > 0 then
      right = right + 1
   end
end
print(string.format('%d of %d are right', right, dataset:size()))

return errors[1], errors[#errors], right / dataset:size()
