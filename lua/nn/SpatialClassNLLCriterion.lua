--- nn.SpatialClassNLLCriterion([weights] [, sizeAverage=true]): negative log-likelihood of a class for each pixel.
--
-- input: log-probabilities, batch × classes × height × width; target: classes, batch × height × width (any number type).
-- loss = -Σ weights[t] input[t] over all pixels, divided by Σ weights[t] when sizeAverage is set; forward returns it and the total weight.
local likelihood = require 'nn.likelihood'
local targets = require 'nn.targets'
local check = require 'nn.check'

local SpatialClassNLLCriterion, parent = torch.class('nn.SpatialClassNLLCriterion', 'nn.Criterion')

function SpatialClassNLLCriterion:__init(weights, sizeAverage)
   parent.__init(self)
   likelihood.init(self, weights, sizeAverage)
end

-- Classes of the pixels, and batch, classes, pixels of an image.
local function prepare(self, input, target)
   check.floating(self, input, 'input')
   if input:dim() ~= 4 then
      check.fail(self, 'only batches of spatial inputs supported (4D tensors), got input of size %s', check.size(input))
   end
   local t = targets.classes(self, 'target', target)
   local batch, height, width = input:size(1), input:size(3), input:size(4)
   if t:dim() ~= 3 then
      check.fail(self, 'only batches of spatial targets supported (3D tensors), got target of size %s', check.size(t))
   elseif t:size(1) ~= batch or t:size(2) ~= height or t:size(3) ~= width then
      check.fail(self, 'target of size %s, wanted %dx%dx%d like the input', check.size(t), batch, height, width)
   end
   return t, batch, input:size(2), height * width
end

function SpatialClassNLLCriterion:updateOutput(input, target)
   return likelihood.updateOutput(self, input, prepare(self, input, target))
end

function SpatialClassNLLCriterion:updateGradInput(input, target)
   local t, batch, classes, pixels = prepare(self, input, target)
   local total_weight = self.total_weight_tensor and self.total_weight_tensor[1] or 1
   return likelihood.updateGradInput(self, input, t, batch, classes, pixels, total_weight)
end

function SpatialClassNLLCriterion:type(name, cache)
   return likelihood.type(self, parent, name, cache)
end
