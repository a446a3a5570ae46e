--- nn.ClassNLLCriterion([weights] [, sizeAverage=true] [, ignoreIndex=-100]): negative log-likelihood of a class.
--
-- input: log-probabilities, classes or batch × classes; target: a class number, or a vector of them (any number type).
-- loss = -Σ weights[t] input[t], divided by Σ weights[t] when sizeAverage is set; targets equal to ignoreIndex count for
-- nothing. forward returns the loss and the total weight.
local numbers = require 'torch.numbers'
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local handle = require 'torch.handle'
local Long = require('torch.types').by_name.Long

local ClassNLLCriterion, parent = torch.class('nn.ClassNLLCriterion', 'nn.Criterion')

function ClassNLLCriterion:__init(weights, sizeAverage, ignoreIndex)
   parent.__init(self)
   self.sizeAverage = sizeAverage == nil or sizeAverage
   self.ignoreIndex = ignoreIndex or -100
   if weights then
      if weights:dim() ~= 1 then
         check.fail(self, 'weights input should be 1-D Tensor, got size %s', check.size(weights))
      end
      self.weights = weights
   end
   self.output_tensor = torch.zeros(1)
   self.total_weight_tensor = torch.ones(1)
   self.target = torch.LongTensor { 0 }
end

-- Rows and classes of an input.
local function geometry(self, input)
   local p = handle.raw(input)
   local n = p.nDimension
   if n ~= 1 and n ~= 2 then
      check.fail(self, 'input tensor should be 1D or 2D, got size %s', check.size(input))
   end
   local classes = tonumber(p.size[n - 1])
   if self.weights and self.weights:nElement() ~= classes then
      check.fail(self, 'input of size %s has %d classes, but there are weights for %d', check.size(input), classes, self.weights:nElement())
   end
   return n == 2 and tonumber(p.size[0]) or 1, classes
end

-- The classes as a contiguous LongTensor: the target itself if it is one, else a copy in self.target.
local function classes_of(self, target, rows)
   local kept = buffers.kept(self, 'target', Long)
   if type(target) == 'number' then
      kept = kept:resize(1):fill(target)
   else
      if not handle.typeOf(target) then
         check.fail(self, 'target: a number or a tensor expected, got %s', torch.type(target))
      elseif target:dim() ~= 1 then
         check.fail(self, 'multi-target not supported: target of size %s, wanted a vector', check.size(target))
      end
      kept = handle.typeOf(target) == Long and target:isContiguous() and target or kept:resize(target:size()):copy(target)
   end
   if kept:nElement() ~= rows then
      check.fail(self, 'target of %d classes, wanted one for each of %d rows', kept:nElement(), rows)
   end
   return kept
end

local function refuse(self, target, position, classes)
   check.fail(self, 'target %d of row %d is out of range: there are %d classes', target[position], position, classes)
end

function ClassNLLCriterion:updateOutput(input, target)
   local T = check.floating(self, input, 'input')
   local rows, classes = geometry(self, input)
   local t = classes_of(self, target, rows)
   local x = buffers.contiguous(self, '_input', input)
   local weights = self.weights and buffers.contiguous(self, '_weights', self.weights)
   local sums = ffi.new('double[2]')
   local bad = T.kernels.ClassNLLCriterion_updateOutput(sums, x:data(), t:data(), weights and weights:data(), rows, classes, 1, self.sizeAverage,
      self.ignoreIndex)
   if bad ~= 0 then
      refuse(self, t, tonumber(bad), classes)
   end
   local read = numbers.Double(sums)
   self.output, self.total_weight_tensor[1] = read[0], sums[1]
   self.output_tensor[1] = sums[0]
   return self.output, read[1]
end

function ClassNLLCriterion:updateGradInput(input, target)
   local T = check.floating(self, input, 'input')
   local rows, classes = geometry(self, input)
   local t = classes_of(self, target, rows)
   local weights = self.weights and buffers.contiguous(self, '_weights', self.weights)
   local gradInput = buffers.like(self, 'gradInput', input)
   local bad = T.kernels.ClassNLLCriterion_updateGradInput(gradInput:data(), t:data(), weights and weights:data(), self.total_weight_tensor[1], rows,
      classes, 1, self.sizeAverage, self.ignoreIndex)
   if bad ~= 0 then
      refuse(self, t, tonumber(bad), classes)
   end
   return gradInput
end

--- Classes are whole numbers whatever the criterion's type.
function ClassNLLCriterion:type(name, cache)
   local target = self.target
   self.target = nil
   parent.type(self, name, cache)
   self.target = target and target:long()
   return self
end
