-- A recurrent network learns the parity of the bits so far: one step cloned over time, its parameters gathered before.
require 'torch'
require 'nn'

torch.manualSeed(5)

local hidden, length = 12, 5

-- { bit, state } → { new state, log probabilities }
local step = nn.Sequential()
   :add(nn.ParallelTable():add(nn.Linear(1, hidden)):add(nn.Linear(hidden, hidden)))
   :add(nn.CAddTable())
   :add(nn.Tanh())
   :add(nn.ConcatTable():add(nn.Identity()):add(nn.Sequential():add(nn.Linear(hidden, 2)):add(nn.LogSoftMax())))

local params, gradParams = step:getParameters()
params:uniform(-0.5, 0.5)

local clones, criteria = {}, {}
for t = 1, length do
   clones[t] = step:clone('weight', 'bias', 'gradWeight', 'gradBias')
   criteria[t] = nn.ClassNLLCriterion()
end

local function batch(n)
   local bits = torch.Tensor(n, length):bernoulli(0.5)
   local parity = torch.cumsum(bits, 2):fmod(2):long() + 1
   return bits:mul(2):add(-1), parity
end

local function run(bits, parity, learn)
   local n = bits:size(1)
   local states, inputs, outputs = { [0] = torch.zeros(n, hidden) }, {}, {}
   local loss, right = 0, 0
   for t = 1, length do
      inputs[t] = { bits:narrow(2, t, 1), states[t - 1] }
      outputs[t] = clones[t]:forward(inputs[t])
      states[t] = outputs[t][1]
      loss = loss + criteria[t]:forward(outputs[t][2], parity:select(2, t))
      local _, best = outputs[t][2]:max(2)
      right = right + best:view(-1):eq(parity:select(2, t)):sum() / n
   end
   if learn then
      gradParams:zero()
      local gradState = torch.zeros(n, hidden)
      for t = length, 1, -1 do
         local gradient = criteria[t]:backward(outputs[t][2], parity:select(2, t))
         gradState = clones[t]:backward(inputs[t], { gradState, gradient })[2]
      end
   end
   return loss / length, right / length
end

local m, v = params:clone():zero(), params:clone():zero()
local first, last, right
for i = 1, 500 do
   local bits, parity = batch(32)
   last, right = run(bits, parity, true)
   first = first or last
   -- adam
   m:mul(0.9):add(0.1, gradParams)
   v:mul(0.999):addcmul(0.001, gradParams, gradParams)
   params:addcdiv(-0.01 * math.sqrt(1 - 0.999 ^ i) / (1 - 0.9 ^ i), m, torch.sqrt(v):add(1e-8))
end
print(('loss %.4f, then %.4f; %.0f %% right'):format(first, last, 100 * right))
return first, last, right
