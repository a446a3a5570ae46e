--- nn.SparseLinear(inputSize, outputSize [, doGradInput=false]): nn.Linear for inputs of which few elements are not 0.
--
-- input: one sample, a matrix of rows { index, value }, gives outputSize numbers; a table of samples, or a tensor of samples × entries × 2, gives
-- samples × outputSize. gradInput is an empty table, or with doGradInput for each sample a matrix of all inputSize rows { index, gradient }.
-- After exactly one accGradParameters, zeroGradParameters and updateParameters touch no more than the columns that its input named.
-- `weightDecay` adds that multiple of the weights to their gradient. weight begins as U(±1/√inputSize), bias as 1e-6 of it.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local sparse = require 'nn.sparse'
local handle = require 'torch.handle'
local initial = require 'nn.initial'

local SparseLinear, parent = torch.class('nn.SparseLinear', 'nn.Module')

local NO_LAST_INPUT, ONE_LAST_INPUT, ACC_MULTIPLE_TIMES = 0, 1, 2 -- of the field sparseUpdate

function SparseLinear:__init(inputSize, outputSize, doGradInput)
   parent.__init(self)
   if doGradInput ~= nil and type(doGradInput) ~= 'boolean' then
      check.fail(self, 'doGradInput must be a boolean, got %s', torch.type(doGradInput))
   end
   self.weightDecay = 0
   self.doGradInput = doGradInput or false
   self.weight = torch.Tensor(outputSize, inputSize):zero()
   self.bias = torch.Tensor(outputSize):zero()
   self.gradWeight = torch.Tensor(outputSize, inputSize):zero()
   self.gradBias = torch.Tensor(outputSize):zero()
   self.sparseUpdate = NO_LAST_INPUT
   self:reset()
end

--- New parameters; the weights with standard deviation stdv, by default as at first.
function SparseLinear:reset(stdv)
   initial.uniform(self, stdv, self.weight:size(2))
   self.bias:mul(1e-6)
   return self
end

-- The input as a list of samples, and whether it is a batch.
local function list_of(self, input)
   if type(input) == 'table' then
      return input, true
   end
   check.floating(self, input, 'input')
   local n = input:dim()
   if n == 2 then
      return { input }, false
   elseif n ~= 3 then
      check.fail(self, 'input must be rows of { index, value }, a table or a batch of such, got size %s', check.size(input))
   end
   local list = {}
   for b = 1, input:size(1) do
      list[b] = input[b]
   end
   return list, true
end

-- The input as a batch of nn.sparse, and whether it is one.
local function samples_of(self, input)
   local list, batched = list_of(self, input)
   local T, counts = handle.typeOf(self.weight), {}
   for b, sample in ipairs(list) do
      check.floating(self, sample, ('sample %d'):format(b))
      if sample:nElement() > 0 and (sample:dim() ~= 2 or sample:size(2) ~= 2) then
         check.fail(self, 'sample %d of size %s, wanted rows of { index, value }', b, check.size(sample))
      end
      counts[b] = sample:nElement() / 2
   end
   local samples = sparse.new(self, T, counts)
   for b, sample in ipairs(list) do
      if counts[b] > 0 then
         sparse.set(samples, b, sample:select(2, 1), sample:select(2, 2))
      end
   end
   sparse.check(self, samples, self.weight:size(2))
   return T, samples, batched
end

function SparseLinear:updateOutput(input)
   local T, samples, batched = samples_of(self, input)
   local nOutput, nInput = self.weight:size(1), self.weight:size(2)
   local weight = buffers.contiguous(self, '_weight', self.weight)
   local bias = self.bias and buffers.contiguous(self, '_bias', self.bias)
   local output = batched and buffers.sized(self, 'output', T, 2, samples.batch, nOutput) or buffers.sized(self, 'output', T, 1, nOutput)
   T.kernels.SparseLinear_updateOutput(sparse.struct(samples), samples.value:data(), nInput, nOutput, weight:data(), bias and bias:data(),
      output:data())
   return output
end

-- gradOutput, contiguous, of the sizes that the output has.
local function gradient(self, gradOutput, samples, batched)
   check.floating(self, gradOutput, 'gradOutput')
   local n = batched and 2 or 1
   if gradOutput:dim() ~= n or gradOutput:size(n) ~= self.weight:size(1) or (batched and gradOutput:size(1) ~= samples.batch) then
      check.fail(self, 'gradOutput of size %s does not fit %d samples and %d outputs', check.size(gradOutput), samples.batch, self.weight:size(1))
   end
   return buffers.contiguous(self, '_gradOutput', gradOutput)
end

function SparseLinear:accGradParameters(input, gradOutput, scale)
   local T, samples, batched = samples_of(self, input)
   local g = gradient(self, gradOutput, samples, batched)
   local nOutput, nInput = self.weight:size(1), self.weight:size(2)
   scale = scale or 1
   local gradWeight = self.gradWeight:contiguous()
   T.kernels.SparseLinear_accGradParameters(sparse.struct(samples), samples.value:data(), nInput, nOutput, g:data(), scale, gradWeight:data())
   buffers.back(self.gradWeight, gradWeight)
   if self.gradBias then
      self.gradBias:add(scale, batched and g:sum(1):view(-1) or g)
   end
   if self.weightDecay ~= 0 then
      self.gradWeight:add(scale * self.weightDecay, self.weight)
      self.sparseUpdate = ACC_MULTIPLE_TIMES -- every column has a gradient
   elseif self.sparseUpdate == NO_LAST_INPUT then
      self.sparseUpdate = ONE_LAST_INPUT
      self.lastInput = sparse.distinct(self, samples, nInput, 'lastInput')
   else
      self.sparseUpdate = ACC_MULTIPLE_TIMES
   end
end

-- The columns that have a gradient, a LongTensor, if they are known. (Torch's own class keeps another kind of tensor there.)
local function columns_of(self)
   local columns = self.sparseUpdate == ONE_LAST_INPUT and self.lastInput
   local known = columns and torch.type(columns) == 'torch.LongTensor' and columns:dim() == 1
   return known and self.weight:isContiguous() and self.gradWeight:isContiguous() and columns or nil
end

function SparseLinear:updateParameters(learningRate)
   local columns = columns_of(self)
   if not columns then
      return parent.updateParameters(self, learningRate)
   end
   local T = handle.typeOf(self.weight)
   T.kernels.SparseLinear_updateParameters(columns:data(), columns:nElement(), self.weight:size(2), self.weight:size(1), self.gradWeight:data(),
      learningRate, self.weight:data())
   if self.bias then
      self.bias:add(-learningRate, self.gradBias)
   end
end

function SparseLinear:zeroGradParameters()
   local columns = columns_of(self)
   if columns then
      local T = handle.typeOf(self.weight)
      T.kernels.SparseLinear_zeroGradParameters(columns:data(), columns:nElement(), self.weight:size(2), self.weight:size(1),
         self.gradWeight:data())
      if self.gradBias then
         self.gradBias:zero()
      end
   else
      parent.zeroGradParameters(self)
   end
   self.sparseUpdate = NO_LAST_INPUT
end

--- The gradients are accumulated right into the parameters; what is known of gradWeight stays as it is.
function SparseLinear:defaultAccUpdateGradParameters(input, gradOutput, lr)
   local sparseUpdate = self.sparseUpdate
   self.sparseUpdate = ACC_MULTIPLE_TIMES
   parent.defaultAccUpdateGradParameters(self, input, gradOutput, lr)
   self.sparseUpdate = sparseUpdate
end

SparseLinear.sharedAccUpdateGradParameters = SparseLinear.defaultAccUpdateGradParameters

function SparseLinear:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, samples, batched = samples_of(self, input)
   local g = gradient(self, gradOutput, samples, batched)
   if not self.doGradInput then
      self.gradInput = {}
      return self.gradInput
   end
   local nInput = self.weight:size(2)
   local values = buffers.sized(self, '_gradInput', T, 2, samples.batch, nInput):mm(g:view(samples.batch, -1), self.weight)
   local result = {}
   for b = 1, samples.batch do
      result[b] = torch.range(1, nInput):view(-1, 1):expand(nInput, 2):type(self._type):clone()
      result[b]:select(2, 2):copy(values[b])
   end
   self.gradInput = batched and result or result[1]
   return self.gradInput
end

--- The columns of the last input stay whole numbers whatever the module's type.
function SparseLinear:type(name, cache)
   local lastInput = self.lastInput
   if name then
      self.lastInput = nil
   end
   local result = parent.type(self, name, cache)
   self.lastInput = lastInput
   return result
end

function SparseLinear:clearState()
   self.sparseUpdate = self.sparseUpdate == ONE_LAST_INPUT and ACC_MULTIPLE_TIMES or self.sparseUpdate
   nn.utils.clear(self, 'lastInput', '_start', '_index', '_value', '_gradInput')
   return parent.clearState(self)
end

function SparseLinear:__tostring__()
   return ('%s(%d -> %d)%s'):format(torch.type(self), self.weight:size(2), self.weight:size(1), self.bias and '' or ' without bias')
end
