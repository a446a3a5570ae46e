-- A network over tables: two inputs, each with its own path and one around it, joined for two outputs with an error each.
require 'torch'
require 'nn'

torch.manualSeed(4)

local function path(n)
   return nn.ConcatTable()
      :add(nn.Sequential():add(nn.Linear(n, 16)):add(nn.Tanh()))
      :add(nn.Sequential():add(nn.Linear(n, 16)):add(nn.Sigmoid()))
end

local net = nn.Sequential()
net:add(nn.ParallelTable():add(path(3)):add(path(2)))
net:add(nn.ParallelTable():add(nn.CMulTable()):add(nn.CAddTable()))
net:add(nn.JoinTable(1, 1))
net:add(nn.ConcatTable():add(nn.Linear(32, 1)):add(nn.Sequential():add(nn.Linear(32, 2)):add(nn.LogSoftMax())))
print(net)

local regression, classification = nn.MSECriterion(), nn.ClassNLLCriterion()

local N = 100
local a, b = torch.randn(N, 3), torch.randn(N, 2)
local value = torch.cmul(a:select(2, 1), a:select(2, 2)) + b:select(2, 1)
local class = b:select(2, 2):gt(a:select(2, 3)):long() + 1

local params, gradParams = net:getParameters()
local cache = params:clone():zero()
local losses, right = {}, 0
for step = 1, 300 do
   gradParams:zero()
   local outputs = net:forward({ a, b })
   local loss = regression:forward(outputs[1], value:view(N, 1)) + classification:forward(outputs[2], class)
   local gradOutputs = {
      regression:backward(outputs[1], value:view(N, 1)),
      classification:backward(outputs[2], class),
   }
   local gradInputs = net:backward({ a, b }, gradOutputs)
   assert(#gradInputs == 2 and gradInputs[1]:isSameSizeAs(a) and gradInputs[2]:isSameSizeAs(b))

   -- rmsprop
   cache:mul(0.95):addcmul(0.05, gradParams, gradParams)
   params:addcdiv(-0.01, gradParams, torch.sqrt(cache):add(1e-6))

   losses[step] = loss
   if step % 100 == 0 then
      local _, best = torch.max(outputs[2], 2)
      right = torch.eq(best:squeeze(), class):sum() / N
      print(('step %d: %.4f, %.0f %% right'):format(step, loss, 100 * right))
   end
end

return losses[1], losses[#losses], right
