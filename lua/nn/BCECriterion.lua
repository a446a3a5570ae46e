--- nn.BCECriterion([weights] [, sizeAverage=true]): binary cross entropy.
-- loss = -Σ w [t log(x + ε) + (1 - t) log(1 - x + ε)], ε = 1e-12, over elements x in [0, 1] with targets t, divided by their
-- number when sizeAverage is set. weights: a vector, one for each element of a row, or nil.
local numbers = require 'torch.numbers'
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'

local BCECriterion, parent = torch.class('nn.BCECriterion', 'nn.Criterion')

function BCECriterion:__init(weights, sizeAverage)
   parent.__init(self)
   self.sizeAverage = sizeAverage == nil or sizeAverage
   self.weights = weights and check.weights(self, weights)
end

-- Contiguous input, target and weights (or nil), rows and columns.
local function prepare(self, input, target)
   check.floating(self, input, 'input')
   check.floating(self, target, 'target')
   if input:nElement() ~= target:nElement() then
      check.fail(self, 'input and target size mismatch: %s and %s', check.size(input), check.size(target))
   end
   local weights, n = self.weights, input:nElement()
   local columns = weights and weights:nElement() or n
   if weights and (target:dim() == 0 or target:size(target:dim()) ~= columns) then
      check.fail(self, '%d weights for rows of a target of size %s', columns, check.size(target))
   end
   return buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_target', target),
      weights and buffers.contiguous(self, '_weights', weights), n / math.max(columns, 1), columns
end

function BCECriterion:updateOutput(input, target)
   local x, t, weights, rows, columns = prepare(self, input, target)
   local T = check.floating(self, input, 'input')
   local loss = ffi.new('double[1]')
   local bad = tonumber(T.kernels.BCECriterion_updateOutput(loss, x:data(), t:data(), weights and weights:data(), rows, columns,
      self.sizeAverage ~= false))
   if bad ~= 0 then
      check.fail(self, 'input value should be between 0~1, but got %f', tonumber(x:data()[bad - 1]))
   end
   self.output = numbers.Double(loss)[0]
   return self.output
end

function BCECriterion:updateGradInput(input, target)
   local x, t, weights, rows, columns = prepare(self, input, target)
   local T = check.floating(self, input, 'input')
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.BCECriterion_updateGradInput(gradInput:data(), x:data(), t:data(), weights and weights:data(), rows, columns,
      self.sizeAverage ~= false)
   return gradInput
end
