--- nn.LookupTable(nIndex, nOutput [, paddingValue=0] [, maxNorm] [, normType=2]): rows of a learnt table, by number.
--
-- input: a vector of n numbers in 1 … nIndex, or a matrix of them, of any number type; output: n × nOutput, or A × B × nOutput.
-- Entries equal to paddingValue are looked up, but get no gradient. With maxNorm, rows that an input names and whose p-norm (p = normType)
-- is larger are scaled down to it first. gradInput is zeros of the input's type. weight begins as N(0, 1).
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local indices = require 'nn.indices'
local handle = require 'torch.handle'

local LookupTable, parent = torch.class('nn.LookupTable', 'nn.Module')

LookupTable.__version = 4

function LookupTable:__init(nIndex, nOutput, paddingValue, maxNorm, normType)
   parent.__init(self)
   self.weight = torch.Tensor(nIndex, nOutput)
   self.gradWeight = torch.Tensor(nIndex, nOutput):zero()
   self.paddingValue = paddingValue or 0
   self.maxNorm = maxNorm or nil
   self.normType = normType or nil
   self.shouldScaleGradByFreq = false
   self._count = torch.IntTensor() -- Torch's own class asks for it in a file
   self._input = torch.LongTensor()
   self:reset()
end

--- Updates will be made without gradWeight, which is given up: by accUpdateGradParameters (backwardUpdate) alone. Returns self.
function LookupTable:accUpdateOnly()
   self.gradWeight = nil
   return self
end

--- Sets the number whose row gets no gradient; 0: none. Returns self.
function LookupTable:setPadding(paddingValue)
   self.paddingValue = paddingValue
   return self
end

--- Sets the length that rows are shortened to before they are looked up; nil: none. Returns self.
function LookupTable:setMaxNorm(maxNorm)
   self.maxNorm = maxNorm
   return self
end

--- Sets the p of the norm that maxNorm limits. Returns self.
function LookupTable:setNormType(normType)
   self.normType = normType
   return self
end

--- From now on each row's gradient is divided by how often an input names it. Returns self.
function LookupTable:scaleGradByFreq()
   self.shouldScaleGradByFreq = true
   return self
end

--- New rows of standard deviation stdv, 1 by default.
function LookupTable:reset(stdv)
   self.weight:normal(0, stdv or 1)
   return self
end

-- The input's numbers of rows of a table as a contiguous LongTensor.
local function numbers_of(self, input, rows)
   local index = indices.within(self, '_input', input, 'input', rows:size(1))
   if index:dim() > 2 then
      check.fail(self, 'input must be a vector or matrix, got size %s', check.size(input))
   end
   return index
end

local function renormalise(self, T, index)
   local weight = self.weight:contiguous()
   check.done(self, T.kernels.LookupTable_renorm(index:data(), index:nElement(), weight:data(), weight:size(1), weight:size(2), self.maxNorm,
      self.normType or 2))
   buffers.back(self.weight, weight)
end

--- Shortens the rows that a LongTensor of numbers names to maxNorm.
function LookupTable:renorm(input)
   if self.maxNorm then
      renormalise(self, check.floating(self, self.weight, 'weight'), numbers_of(self, input, self.weight))
   end
end

function LookupTable:updateOutput(input)
   local T = check.floating(self, self.weight, 'weight')
   local index = numbers_of(self, input, self.weight)
   if self.maxNorm then
      renormalise(self, T, index)
   end
   local weight = buffers.contiguous(self, '_weight', self.weight)
   local nOutput = weight:size(2)
   local output
   if index:dim() == 2 then
      output = buffers.sized(self, 'output', T, 3, index:size(1), index:size(2), nOutput)
   else
      output = buffers.sized(self, 'output', T, 2, index:nElement(), nOutput)
   end
   T.kernels.LookupTable_updateOutput(index:data(), index:nElement(), weight:data(), nOutput, output:data())
   return output
end

--- Zeros: numbers of rows have no derivative, but containers want a tensor.
function LookupTable:updateGradInput(input)
   if not self.gradInput then
      return nil
   end
   local T = handle.typeOf(input)
   local gradInput = buffers.kept(self, 'gradInput', T)
   if not gradInput:isSameSizeAs(input) then
      buffers.like(self, 'gradInput', input):zero()
   end
   return gradInput
end

function LookupTable:accGradParameters(input, gradOutput, scale)
   local T = check.floating(self, gradOutput, 'gradOutput')
   local index = numbers_of(self, input, self.gradWeight)
   local nOutput = self.gradWeight:size(2)
   if gradOutput:nElement() ~= index:nElement() * nOutput then
      check.fail(self, 'gradOutput of size %s, wanted %d elements for each of %d rows', check.size(gradOutput), nOutput, index:nElement())
   end
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradWeight = self.gradWeight:contiguous()
   check.done(self, T.kernels.LookupTable_accGradParameters(index:data(), index:nElement(), g:data(), gradWeight:data(), gradWeight:size(1), nOutput,
      self.paddingValue or 0, self.shouldScaleGradByFreq or false, scale or 1))
   buffers.back(self.gradWeight, gradWeight)
end

-- Accumulating into the weights themselves is right for shared ones, too.
LookupTable.sharedAccUpdateGradParameters = parent.defaultAccUpdateGradParameters

--- Numbers of rows stay whole whatever the module's type.
function LookupTable:type(name, cache)
   if not name then
      return self._type
   end
   parent.type(self, name, cache)
   self._count, self._input = torch.IntTensor(), torch.LongTensor()
   return self
end

function LookupTable:clearState()
   nn.utils.clear(self, '_count')
   return parent.clearState(self)
end
