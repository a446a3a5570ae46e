-- Two towers with the same weights learn to say whether two noisy patterns are of one kind.
require 'torch'
require 'nn'

torch.manualSeed(3)

local kinds, size = 5, 10
local patterns = torch.randn(kinds, size)

local function pair()
   local a, b = torch.random(1, kinds), torch.random(1, kinds)
   if torch.uniform() < 0.5 then
      b = a
   end
   local noise = torch.randn(2, size):mul(0.4)
   return { patterns[a] + noise[1], patterns[b] + noise[2] }, a == b and 1 or -1
end

local tower = nn.Sequential()
tower:add(nn.Linear(size, 20))
tower:add(nn.Tanh())
tower:add(nn.Linear(20, 4))

local siamese = nn.ParallelTable()
siamese:add(tower)
siamese:add(tower:clone('weight', 'bias', 'gradWeight', 'gradBias'))
local criterion = nn.CosineEmbeddingCriterion(0.2)

local function pass(count, learn)
   local loss, right = 0, 0
   for _ = 1, count do
      local x, y = pair()
      local out = siamese:forward(x)
      loss = loss + criterion:forward(out, y)
      local cosine = out[1]:dot(out[2]) / (out[1]:norm() * out[2]:norm())
      if (cosine > 0.6) == (y == 1) then
         right = right + 1
      end
      if learn then
         siamese:zeroGradParameters()
         siamese:backward(x, criterion:backward(out, y))
         siamese:updateParameters(0.02)
      end
   end
   return loss / count, right / count
end

local before = pass(300, false)
for epoch = 1, 10 do
   print('epoch ' .. epoch, (pass(300, true)))
end
local after, right = pass(300, false)

local one, other = siamese:get(1):get(1).weight, siamese:get(2):get(1).weight
assert((one - other):abs():max() == 0)
assert(one:storage() == other:storage())
assert(siamese:getParameters():nElement() == tower:getParameters():nElement())
return before, after, right
