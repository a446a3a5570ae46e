--- Whole networks to time, as Torch scripts built them: convolutional ones of the years of the published table, and what followed.
--
-- A network is { name, input = sizes of a batch, new() → nn.Sequential, about = where it comes from }.
local nn = require 'nn'

local function sequence(...)
   local chain = nn.Sequential()
   for _, module in ipairs { ... } do
      chain:add(module)
   end
   return chain
end

-- 3 × 3 convolutions as VGG has them: numbers are output planes, 'M' halves the image. `normalise` puts a batch normalisation behind each.
local function vgg_features(chain, plan, normalise)
   local planes = 3
   for _, step in ipairs(plan) do
      if step == 'M' then
         chain:add(nn.SpatialMaxPooling(2, 2, 2, 2):ceil())
      else
         chain:add(nn.SpatialConvolution(planes, step, 3, 3, 1, 1, 1, 1))
         if normalise then
            chain:add(nn.SpatialBatchNormalization(step, 1e-3))
         end
         chain:add(nn.ReLU(true))
         planes = step
      end
   end
   return chain
end

local function classifier(chain, inputs, hidden, classes)
   return chain:add(nn.View(inputs)):add(nn.Dropout(0.5)):add(nn.Linear(inputs, hidden)):add(nn.ReLU(true)):add(nn.Dropout(0.5))
      :add(nn.Linear(hidden, hidden)):add(nn.ReLU(true)):add(nn.Linear(hidden, classes)):add(nn.LogSoftMax())
end

local function lenet()
   return sequence(nn.SpatialConvolution(1, 20, 5, 5), nn.SpatialMaxPooling(2, 2, 2, 2), nn.SpatialConvolution(20, 50, 5, 5),
      nn.SpatialMaxPooling(2, 2, 2, 2), nn.View(50 * 4 * 4), nn.Linear(50 * 4 * 4, 500), nn.ReLU(true), nn.Linear(500, 10), nn.LogSoftMax())
end

local function alexnet()
   local chain = sequence(nn.SpatialConvolution(3, 64, 11, 11, 4, 4, 2, 2), nn.ReLU(true), nn.SpatialMaxPooling(3, 3, 2, 2),
      nn.SpatialConvolution(64, 192, 5, 5, 1, 1, 2, 2), nn.ReLU(true), nn.SpatialMaxPooling(3, 3, 2, 2),
      nn.SpatialConvolution(192, 384, 3, 3, 1, 1, 1, 1), nn.ReLU(true), nn.SpatialConvolution(384, 256, 3, 3, 1, 1, 1, 1), nn.ReLU(true),
      nn.SpatialConvolution(256, 256, 3, 3, 1, 1, 1, 1), nn.ReLU(true), nn.SpatialMaxPooling(3, 3, 2, 2))
   return classifier(chain, 256 * 6 * 6, 4096, 1000)
end

local function overfeat()
   local chain = sequence(nn.SpatialConvolution(3, 96, 11, 11, 4, 4), nn.ReLU(true), nn.SpatialMaxPooling(2, 2, 2, 2),
      nn.SpatialConvolution(96, 256, 5, 5, 1, 1), nn.ReLU(true), nn.SpatialMaxPooling(2, 2, 2, 2),
      nn.SpatialConvolution(256, 512, 3, 3, 1, 1, 1, 1), nn.ReLU(true), nn.SpatialConvolution(512, 1024, 3, 3, 1, 1, 1, 1), nn.ReLU(true),
      nn.SpatialConvolution(1024, 1024, 3, 3, 1, 1, 1, 1), nn.ReLU(true), nn.SpatialMaxPooling(2, 2, 2, 2))
   return chain:add(nn.View(1024 * 6 * 6)):add(nn.Linear(1024 * 6 * 6, 3072)):add(nn.ReLU(true)):add(nn.Linear(3072, 4096)):add(nn.ReLU(true))
      :add(nn.Linear(4096, 1000)):add(nn.LogSoftMax())
end

local function vgg_a()
   local plan = { 64, 'M', 128, 'M', 256, 256, 'M', 512, 512, 'M', 512, 512, 'M' }
   return classifier(vgg_features(nn.Sequential(), plan), 512 * 7 * 7, 4096, 1000)
end

local function cifar_vgg()
   local plan = { 64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M', 512, 512, 512, 'M', 512, 512, 512, 'M' }
   local chain = vgg_features(nn.Sequential(), plan, true)
   return chain:add(nn.View(512)):add(nn.Dropout(0.5)):add(nn.Linear(512, 512)):add(nn.BatchNormalization(512)):add(nn.ReLU(true))
      :add(nn.Dropout(0.5)):add(nn.Linear(512, 10)):add(nn.LogSoftMax())
end

-- A module of GoogLeNet: 1 × 1; 1 × 1 then 3 × 3; 1 × 1 then 5 × 5; pooling then 1 × 1, side by side.
local function inception(planes, one, three, five, pool)
   local function convolution(chain, from, to, kernel)
      local pad = (kernel - 1) / 2
      return chain:add(nn.SpatialConvolution(from, to, kernel, kernel, 1, 1, pad, pad)):add(nn.ReLU(true))
   end
   return nn.Concat(2)
      :add(convolution(nn.Sequential(), planes, one, 1))
      :add(convolution(convolution(nn.Sequential(), planes, three[1], 1), three[1], three[2], 3))
      :add(convolution(convolution(nn.Sequential(), planes, five[1], 1), five[1], five[2], 5))
      :add(convolution(nn.Sequential():add(nn.SpatialMaxPooling(3, 3, 1, 1, 1, 1)), planes, pool, 1))
end

local function googlenet()
   return sequence(nn.SpatialConvolution(3, 64, 7, 7, 2, 2, 3, 3), nn.ReLU(true), nn.SpatialMaxPooling(3, 3, 2, 2):ceil(),
      nn.SpatialCrossMapLRN(5, 1e-4, 0.75), nn.SpatialConvolution(64, 64, 1, 1), nn.ReLU(true),
      nn.SpatialConvolution(64, 192, 3, 3, 1, 1, 1, 1), nn.ReLU(true), nn.SpatialCrossMapLRN(5, 1e-4, 0.75),
      nn.SpatialMaxPooling(3, 3, 2, 2):ceil(),
      inception(192, 64, { 96, 128 }, { 16, 32 }, 32), inception(256, 128, { 128, 192 }, { 32, 96 }, 64),
      nn.SpatialMaxPooling(3, 3, 2, 2):ceil(),
      inception(480, 192, { 96, 208 }, { 16, 48 }, 64), inception(512, 160, { 112, 224 }, { 24, 64 }, 64),
      inception(512, 128, { 128, 256 }, { 24, 64 }, 64), inception(512, 112, { 144, 288 }, { 32, 64 }, 64),
      inception(528, 256, { 160, 320 }, { 32, 128 }, 128), nn.SpatialMaxPooling(3, 3, 2, 2):ceil(),
      inception(832, 256, { 160, 320 }, { 32, 128 }, 128), inception(832, 384, { 192, 384 }, { 48, 128 }, 128),
      nn.SpatialAveragePooling(7, 7, 1, 1), nn.View(1024), nn.Dropout(0.4), nn.Linear(1024, 1000), nn.LogSoftMax())
end

-- Two 3 × 3 convolutions beside a shortcut, which is a 1 × 1 convolution where the sizes change.
local function residual(from, to, stride)
   local body = sequence(nn.SpatialConvolution(from, to, 3, 3, stride, stride, 1, 1):noBias(), nn.SpatialBatchNormalization(to), nn.ReLU(true),
      nn.SpatialConvolution(to, to, 3, 3, 1, 1, 1, 1):noBias(), nn.SpatialBatchNormalization(to))
   local shortcut = nn.Identity()
   if stride > 1 or from ~= to then
      shortcut = sequence(nn.SpatialConvolution(from, to, 1, 1, stride, stride):noBias(), nn.SpatialBatchNormalization(to))
   end
   return sequence(nn.ConcatTable():add(body):add(shortcut), nn.CAddTable(true), nn.ReLU(true))
end

local function resnet()
   local chain = sequence(nn.SpatialConvolution(3, 64, 7, 7, 2, 2, 3, 3):noBias(), nn.SpatialBatchNormalization(64), nn.ReLU(true),
      nn.SpatialMaxPooling(3, 3, 2, 2, 1, 1))
   local planes = 64
   for i, to in ipairs { 64, 128, 256, 512 } do
      chain:add(residual(planes, to, i == 1 and 1 or 2)):add(residual(to, to, 1))
      planes = to
   end
   return chain:add(nn.SpatialAveragePooling(7, 7, 1, 1)):add(nn.View(512)):add(nn.Linear(512, 1000)):add(nn.LogSoftMax())
end

return {
   { name = 'LeNet', input = { 64, 1, 28, 28 }, new = lenet, about = 'LeCun et al. 1998, as the published table\'s harnesses had it' },
   { name = 'CifarVGG', input = { 16, 3, 32, 32 }, new = cifar_vgg, about = 'VGG-16 with batch normalisation on images of 32 x 32' },
   { name = 'AlexNet', input = { 16, 3, 224, 224 }, new = alexnet, about = 'Krizhevsky 2014, one tower' },
   { name = 'OverFeat', input = { 8, 3, 231, 231 }, new = overfeat, about = 'Sermanet et al. 2013, the fast model' },
   { name = 'VGG-A', input = { 4, 3, 224, 224 }, new = vgg_a, about = 'Simonyan and Zisserman 2014, 11 layers with weights' },
   { name = 'GoogLeNet', input = { 8, 3, 224, 224 }, new = googlenet, about = 'Szegedy et al. 2014, without the side classifiers' },
   { name = 'ResNet', input = { 8, 3, 224, 224 }, new = resnet, about = 'He et al. 2015, 18 layers with weights' },
}
