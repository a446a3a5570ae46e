--- Trains a small convolutional network on real handwritten digits and counts how many it has never seen it gets right.
--
--    bin/th examples/digits.lua
--
-- The images (8 × 8 pixels, 1797 of them) are in digits.csv beside this script; digits.md says where they come from.
require 'nn'

local EPOCHS, BATCH, RATE = 15, 10, 0.05
local TRAINING = 1500 -- images to learn from, drawn at random; the rest is held out

torch.manualSeed(1)
torch.setnumthreads(1) -- a network this small is done before a second thread has started
torch.setdefaulttensortype('torch.FloatTensor')

-- ---- data: 64 pixels from 0 to 16 and the digit on each line -----------------------------------------------------------

local here = debug.getinfo(1, 'S').source:match('^@(.*)/[^/]*$') or '.'

local function load_digits(path)
   local rows = {}
   for line in io.lines(path) do
      local row = {}
      for number in line:gmatch('%d+') do
         row[#row + 1] = tonumber(number)
      end
      rows[#rows + 1] = row
   end
   local all = torch.Tensor(rows)
   local images = all:narrow(2, 1, 64):clone():div(8):add(-1):view(#rows, 1, 8, 8)
   local classes = all:select(2, 65):clone():add(1):long() -- classes count from 1
   local order = torch.randperm(#rows):long()
   return images:index(1, order), classes:index(1, order)
end

local images, classes = load_digits(here .. '/digits.csv')
local held_out = images:size(1) - TRAINING

-- ---- the network -----------------------------------------------------------------------------------------------------------

local net = nn.Sequential()
   :add(nn.SpatialConvolution(1, 16, 3, 3, 1, 1, 1, 1)):add(nn.ReLU(true)):add(nn.SpatialMaxPooling(2, 2)) -- 16 planes of 4 × 4
   :add(nn.SpatialConvolution(16, 32, 3, 3, 1, 1, 1, 1)):add(nn.ReLU(true)):add(nn.SpatialMaxPooling(2, 2)) -- 32 planes of 2 × 2
   :add(nn.View(32 * 2 * 2))
   :add(nn.Linear(32 * 2 * 2, 64)):add(nn.Tanh())
   :add(nn.Dropout(0.25))
   :add(nn.Linear(64, 10)):add(nn.LogSoftMax())
local criterion = nn.ClassNLLCriterion()
local parameters, gradients = net:getParameters()

print(net)
print(('%d parameters; %d images to learn from, %d held out'):format(parameters:nElement(), TRAINING, held_out))

-- ---- learning ----------------------------------------------------------------------------------------------------------------

-- One pass over the training images in random order, by plain stochastic gradient descent. Returns the mean loss.
local function learn(rate)
   net:training()
   local order = torch.randperm(TRAINING):long()
   local sum = 0
   for first = 1, TRAINING, BATCH do
      local chosen = order:narrow(1, first, BATCH)
      local input, target = images:index(1, chosen), classes:index(1, chosen)
      local output = net:forward(input)
      sum = sum + criterion:forward(output, target)
      gradients:zero()
      net:backward(input, criterion:backward(output, target))
      parameters:add(-rate, gradients)
   end
   return sum / (TRAINING / BATCH)
end

-- Share of the held-out images that the network gets right.
local function accuracy()
   net:evaluate()
   local _, best = net:forward(images:narrow(1, TRAINING + 1, held_out)):max(2)
   return best:view(held_out):eq(classes:narrow(1, TRAINING + 1, held_out)):sum() / held_out
end

local timer = torch.Timer()
for epoch = 1, EPOCHS do
   local loss = learn(RATE / (1 + 0.1 * (epoch - 1)))
   print(('epoch %2d   loss %.4f   held-out digits right %.1f %%   %.1f s'):format(epoch, loss, 100 * accuracy(), timer:time().real))
end
