--- What ClassNLLCriterion and SpatialClassNLLCriterion share: weights, losses and gradients of classes, batch × classes × inner.
local ffi = require 'ffi'
local numbers = require 'torch.numbers'
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local likelihood = {}

local NOTHING = -2 ^ 63 -- an ignored class that no target is

--- The fields of a new criterion.
function likelihood.init(self, weights, sizeAverage)
   self.sizeAverage = sizeAverage == nil or sizeAverage
   self.weights = weights and check.weights(self, weights)
   self.output_tensor = torch.zeros(1)
   self.total_weight_tensor = torch.ones(1)
   self.target = torch.LongTensor { 0 }
end

-- The weights, contiguous, or nil.
local function weights_of(self, input, classes)
   local weights = self.weights
   if weights and weights:nElement() ~= classes then
      check.fail(self, 'input of size %s has %d classes, but there are weights for %d', check.size(input), classes, weights:nElement())
   end
   return weights and buffers.contiguous(self, '_weights', weights)
end

local function refuse(self, target, position, classes, inner)
   local place = inner == 1 and ('row %d'):format(position)
      or ('place %d of sample %d'):format((position - 1) % inner + 1, math.floor((position - 1) / inner) + 1)
   check.fail(self, 'target %d of %s is out of range: there are %d classes', target:view(-1)[position], place, classes)
end

--- The loss, and the total weight of the targets.
function likelihood.updateOutput(self, input, target, batch, classes, inner)
   local T = check.floating(self, input, 'input')
   local x, weights = buffers.contiguous(self, '_input', input), weights_of(self, input, classes)
   local sums = ffi.new('double[2]')
   local bad = T.kernels.ClassNLLCriterion_updateOutput(sums, x:data(), target:data(), weights and weights:data(), batch, classes, inner,
      self.sizeAverage ~= false, self.ignoreIndex or NOTHING)
   if bad ~= 0 then
      refuse(self, target, tonumber(bad), classes, inner)
   end
   local read = numbers.Double(sums)
   self.output = read[0]
   buffers.sized(self, 'output_tensor', T, 1, 1)[1] = read[0]
   buffers.sized(self, 'total_weight_tensor', T, 1, 1)[1] = read[1]
   return read[0], read[1]
end

--- The gradient; averages divide by total_weight.
function likelihood.updateGradInput(self, input, target, batch, classes, inner, total_weight)
   local T = check.floating(self, input, 'input')
   local weights = weights_of(self, input, classes)
   local gradInput = buffers.like(self, 'gradInput', input)
   local bad = T.kernels.ClassNLLCriterion_updateGradInput(gradInput:data(), target:data(), weights and weights:data(), total_weight, batch,
      classes, inner, self.sizeAverage ~= false, self.ignoreIndex or NOTHING)
   if bad ~= 0 then
      refuse(self, target, tonumber(bad), classes, inner)
   end
   return gradInput
end

--- Classes are whole numbers whatever the criterion's type.
function likelihood.type(self, parent, name, cache)
   local target = self.target
   self.target = nil
   parent.type(self, name, cache)
   self.target = target and target:long()
   return self
end

return likelihood
