-- A convolutional network tells rows from columns; gradient descent with momentum over the flat parameters, in a closure as optim asks for it.
require 'torch'
require 'nn'

torch.manualSeed(2)

local N, side = 64, 12
local data = { x = torch.Tensor(N, 1, side, side):normal(0, 0.3), y = torch.LongTensor(N) }
for i = 1, N do
   local at = torch.random(2, side - 1)
   if i % 2 == 0 then
      data.x[{ i, 1, at, {} }]:add(1)
      data.y[i] = 1
   else
      data.x[{ i, 1, {}, at }]:add(1)
      data.y[i] = 2
   end
end

local model = nn.Sequential()
model:add(nn.SpatialConvolution(1, 6, 3, 3))
model:add(nn.SpatialBatchNormalization(6))
model:add(nn.ReLU(true))
model:add(nn.SpatialMaxPooling(2, 2, 2, 2))
model:add(nn.SpatialConvolution(6, 8, 3, 3, 1, 1, 1, 1))
model:add(nn.ReLU(true))
model:add(nn.View(8 * 5 * 5):setNumInputDims(3))
model:add(nn.Dropout(0.2))
model:add(nn.Linear(8 * 5 * 5, 2))
model:add(nn.LogSoftMax())
local criterion = nn.ClassNLLCriterion()
print(model)

local parameters, gradParameters = model:getParameters()
local batchSize = 16
local state = { learningRate = 0.05, momentum = 0.9, weightDecay = 1e-4 }

local function sgd(opfunc, x, config)
   local fx, dfdx = opfunc(x)
   dfdx:add(config.weightDecay, x)
   config.velocity = config.velocity or dfdx:clone():zero()
   config.velocity:mul(config.momentum):add(dfdx)
   x:add(-config.learningRate, config.velocity)
   return x, { fx }
end

local losses = {}
model:training()
for epoch = 1, 15 do
   local total = 0
   local shuffle = torch.randperm(N):long()
   for t = 1, N, batchSize do
      local indices = shuffle[{ { t, math.min(t + batchSize - 1, N) } }]
      local inputs, targets = data.x:index(1, indices), data.y:index(1, indices)

      local feval = function(x)
         if x ~= parameters then
            parameters:copy(x)
         end
         gradParameters:zero()
         local outputs = model:forward(inputs)
         local f = criterion:forward(outputs, targets)
         local df_do = criterion:backward(outputs, targets)
         model:backward(inputs, df_do)
         gradParameters:clamp(-5, 5)
         return f, gradParameters
      end

      local _, fs = sgd(feval, parameters, state)
      total = total + fs[1]
   end
   losses[epoch] = total / (N / batchSize)
   print('epoch ' .. epoch .. ': loss ' .. losses[epoch])
end

model:evaluate()
local _, predictions = model:forward(data.x):max(2)
local right = predictions:view(-1):eq(data.y):sum()

-- What is saved goes on as it was.
local file = os.tmpname()
torch.save(file, model:clearState())
local loaded = torch.load(file)
os.remove(file)
local same = (loaded:forward(data.x) - model:forward(data.x)):abs():max()
assert(same == 0)

return losses[1], losses[#losses], right / N
