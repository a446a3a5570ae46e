--- nn.IndexLinear(inputSize, outputSize [, doGradInput=false] [, keysOffset=0] [, weight] [, bias] [, normalize=false]): nn.Linear for inputs
-- given as the numbers (keys) of features and their values, with a row of weight for each feature.
--
-- input: {keys, values}, two vectors, gives outputSize numbers; two tables of such vectors, or {keys, values, sizes} where all samples'
-- entries stand one after another and `sizes` says how many each has, give batch × outputSize. Keys are whole numbers; key + keysOffset is
-- the row, from 1. gradInput is an empty table, or with doGradInput like the input, with all keys.
--
-- weight: inputSize × outputSize, at first 0 like bias, or what is given. With `normalize` 4 columns stand before the weights: a feature's largest
-- |value| so far (by which values are divided), its inverse, the factor of its updates, and a learnt bias of the feature.
--
-- There is no gradWeight: `running` collects rows of gradients and their keys for each accGradParameters, updateParameters(learningRate) takes
-- them from the weights, and zeroGradParameters forgets them. `weightDecay` shrinks the rows that an update touches, once.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local sparse = require 'nn.sparse'
local handle = require 'torch.handle'
local types = require('torch.types').by_name
local initial = require 'nn.initial'

local IndexLinear, parent = torch.class('nn.IndexLinear', 'nn.Module')

local function empty_running()
   return { cumSumSizes = {}, keys = {}, gradWeight = {}, counter = 1 }
end

function IndexLinear:__init(inputSize, outputSize, doGradInput, keysOffset, weight, bias, normalize)
   parent.__init(self)
   self.normalize = normalize and 4 or 0 -- columns before the weights
   self.weight = weight or torch.Tensor(inputSize, outputSize + self.normalize):zero()
   self.bias = bias or torch.Tensor(outputSize):zero()
   self.inputSize, self.outputSize = self.weight:size(1), self.weight:size(2) - self.normalize
   self.gradWeight = torch.Tensor()
   self.gradBias = torch.Tensor(self.outputSize):zero()
   self.running = empty_running()
   self.weightDecay = 0
   self.doGradInput = doGradInput or false
   self.offset = keysOffset and keysOffset - 1 or -1 -- key + offset is the row from 0
   self.train = true
end

--- Random weights of standard deviation stdv, by default U(±1/√columns); biases 1e-6 of that.
function IndexLinear:reset(stdv)
   initial.uniform(self, stdv, self.weight:size(2))
   self.bias:mul(1e-6)
   if self.normalize > 0 then
      self.weight:narrow(2, 1, self.normalize):zero()
   end
   return self
end

--- The rows of gradients that were collected stand in the place of the weights' gradient.
function IndexLinear:parameters()
   return { self.weight, self.bias }, { self.running, self.gradBias }
end

-- ---- inputs -----------------------------------------------------------------------------------------------------------------

local function vectors(self, keys, values, what)
   if not handle.typeOf(keys) or not handle.typeOf(values) or keys:nElement() ~= values:nElement() then
      check.fail(self, '%s must be two vectors of as many keys as values', what)
   end
   check.floating(self, values, 'values')
   return keys:nElement()
end

-- {keys, values, sizes} as lists of one vector each, and whether they are a batch; the sizes of its samples.
local function lists_of(self, input)
   if type(input) ~= 'table' or not input[1] or not input[2] then
      check.fail(self, 'input must be {keys, values} or {keys, values, sizes}')
   end
   local keys, values, sizes = input[1], input[2], input[3]
   if type(keys) == 'table' then
      local counts = {}
      for b = 1, #keys do
         counts[b] = vectors(self, keys[b], values[b], ('keys[%d] and values[%d]'):format(b, b))
      end
      return keys, values, counts, true
   end
   local total = vectors(self, keys, values, 'keys and values')
   if not sizes then
      return { keys }, { values }, { total }, false
   end
   local counts, sum = {}, 0
   for b = 1, sizes:nElement() do
      counts[b] = sizes[b]
      sum = sum + sizes[b]
   end
   if sum ~= total then
      check.fail(self, 'sizes add up to %d, but there are %d keys', sum, total)
   end
   return keys, values, counts, true
end

-- The input as a batch of nn.sparse, with the values that multiply the weights.
local function samples_of(self, input, learn)
   local keys, values, counts, batched = lists_of(self, input)
   local T = handle.typeOf(self.weight)
   local samples = sparse.new(self, T, counts)
   if type(keys) == 'table' then
      for b = 1, #keys do
         sparse.set(samples, b, keys[b], values[b])
      end
   elseif samples.total > 0 then
      samples.index:copy(keys)
      samples.value:copy(values)
   end
   samples.index:add(self.offset + 1)
   sparse.check(self, samples, self.weight:size(1))
   if not self.weight:isContiguous() then
      check.fail(self, 'weight has to be contiguous')
   end
   if self.normalize > 0 and samples.total > 0 then
      local normalised = buffers.like(self, 'normalizedValues', samples.value)
      T.kernels.IndexLinear_normalise(samples.total, samples.index:data(), samples.value:data(), self.weight:size(2), learn, self.weight:data(),
         normalised:data())
      samples.value = normalised
   end
   return T, samples, batched
end

function IndexLinear:updateOutput(input)
   local T, samples, batched = samples_of(self, input, self.train ~= false)
   local output = batched and buffers.sized(self, 'output', T, 2, samples.batch, self.outputSize) or buffers.sized(self, 'output', T, 1,
      self.outputSize)
   local bias = self.bias and buffers.contiguous(self, '_bias', self.bias)
   T.kernels.IndexLinear_updateOutput(sparse.struct(samples), samples.value:data(), self.normalize, self.outputSize, self.weight:data(),
      bias and bias:data(), output:data())
   return output
end

-- gradOutput, contiguous, of the sizes that the output has.
local function gradient(self, gradOutput, samples, batched)
   check.floating(self, gradOutput, 'gradOutput')
   local n = batched and 2 or 1
   if gradOutput:dim() ~= n or gradOutput:size(n) ~= self.outputSize or (batched and gradOutput:size(1) ~= samples.batch) then
      check.fail(self, 'gradOutput of size %s does not fit %d samples and %d outputs', check.size(gradOutput), samples.batch, self.outputSize)
   end
   return buffers.contiguous(self, '_gradOutput', gradOutput)
end

-- ---- gradients --------------------------------------------------------------------------------------------------------------

-- The sample, from 0, of each entry.
local function owners(self, samples)
   local owner = buffers.sized(self, '_owner', types.Long, 1, samples.total)
   for b = 1, samples.batch do
      local n = samples.start[b + 1] - samples.start[b]
      if n > 0 then
         owner:narrow(1, samples.start[b] + 1, n):fill(b - 1)
      end
   end
   return owner
end

-- Keys (a LongTensor) and rows of gradients of one call, in tensors of the caller's.
local function collect(self, keep, at, input, gradOutput, scale)
   local T, samples, batched = samples_of(self, input, false)
   local g = gradient(self, gradOutput, samples, batched)
   local distinct, rank = sparse.distinct(self, samples, self.weight:size(1), '_distinct', '_rank')
   local owner = owners(self, samples)
   keep.keys[at] = (keep.keys[at] or torch.LongTensor()):resize(distinct:size(1)):copy(distinct)
   local width = self.outputSize + (self.normalize > 0 and 1 or 0)
   local rows = (keep.gradWeight[at] or T.newTensor()):resize(distinct:size(1), width):zero()
   keep.gradWeight[at] = rows
   T.kernels.IndexLinear_accGradParameters(sparse.struct(samples), samples.value:data(), rank:data(), owner:data(), self.normalize,
      self.outputSize, g:data(), self.weight:data(), scale, rows:data())
   return batched and g:sum(1):view(-1) or g
end

function IndexLinear:accGradParameters(input, gradOutput, scale)
   scale = scale or 1
   local running = self.running
   local sum = collect(self, running, running.counter, input, gradOutput, scale)
   running.counter = running.counter + 1
   if self.gradBias then
      self.gradBias:add(scale, sum)
   end
end

-- Takes rate times collected rows 1 … n from the weights.
local function apply(self, keep, n, rate)
   local T = handle.typeOf(self.weight)
   if self.weightDecay ~= 0 then
      local all = { total = 0, index = torch.cat(n == 1 and { keep.keys[1], torch.LongTensor() } or { unpack(keep.keys, 1, n) }) }
      all.total = all.index:nElement()
      local distinct = sparse.distinct(self, all, self.weight:size(1), '_distinct')
      T.kernels.IndexLinear_decay(distinct:nElement(), distinct:data(), self.normalize, self.outputSize, 1 - rate * self.weightDecay,
         self.weight:data())
   end
   for i = 1, n do
      local keys, rows = keep.keys[i], keep.gradWeight[i]
      if keys:nElement() > 0 then
         T.kernels.IndexLinear_updateParameters(keys:nElement(), keys:data(), rows:data(), self.normalize, self.outputSize, rate,
            self.weight:data())
      end
   end
end

function IndexLinear:updateParameters(learningRate)
   if not learningRate then
      check.fail(self, 'You must specify a learning rate')
   end
   if self.running.counter > 1 then
      apply(self, self.running, self.running.counter - 1, learningRate)
      self.bias:add(-learningRate, self.gradBias)
   end
end

function IndexLinear:zeroGradParameters()
   self.running.counter = 1
   self.gradBias:zero()
end

--- Updates at once; what `running` has collected stays.
function IndexLinear:accUpdateGradParameters(input, gradOutput, lr)
   self._now = self._now or { keys = {}, gradWeight = {} }
   local sum = collect(self, self._now, 1, input, gradOutput, 1)
   apply(self, self._now, 1, lr)
   self.bias:add(-lr, sum)
end

IndexLinear.sharedAccUpdateGradParameters = IndexLinear.accUpdateGradParameters

function IndexLinear:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   elseif not self.doGradInput then
      self.gradInput = {}
      return self.gradInput
   elseif self.normalize > 0 then
      check.fail(self, 'updateGradInput is not implemented in max-normalize mode')
   end
   local _, samples, batched = samples_of(self, input, false)
   local g = gradient(self, gradOutput, samples, batched)
   local keys = torch.range(1, self.inputSize):long():add(-self.offset - 1)
   local values = torch.mm(g:view(samples.batch, -1), self.weight:t())
   if not batched then
      self.gradInput = { keys, values[1] }
      return self.gradInput
   end
   self.gradInput = { {}, {} }
   for b = 1, samples.batch do
      self.gradInput[1][b], self.gradInput[2][b] = keys, values[b]
   end
   return self.gradInput
end

-- ---- files ------------------------------------------------------------------------------------------------------------------

--- Keys stay whole numbers whatever the module's type; gradients that were collected are forgotten.
function IndexLinear:type(name, cache)
   if not name then
      return self._type
   end
   self:clearState()
   return parent.type(self, name, cache)
end

function IndexLinear:clearState()
   self.running = empty_running()
   nn.utils.clear(self, 'normalizedValues', '_start', '_index', '_value', '_distinct', '_rank', '_owner')
   self._now = nil
   return parent.clearState(self)
end

function IndexLinear:__tostring__()
   return ('%s(%d -> %d)'):format(torch.type(self), self.inputSize, self.outputSize)
end
