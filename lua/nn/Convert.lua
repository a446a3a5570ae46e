--- nn.Convert([inputShape='b*'] [, outputShape=inputShape]): converts between layouts of data, and any input to the module's type.
--
-- A shape is a word of one letter for each dimension: b batch, f feature, t time or class, c channel, h height, w width, d depth; where b
-- is missing it is first. An input with one dimension less than its shape is a single sample, and so is the output then.
-- Shapes of the same letters: the dimensions are transposed. 'bf': all that is not batch is one dimension. 'b': the only feature, or the
-- first of 'bt'. 'bt' from 'b': a dimension of size 1 is added. 'b*': the dimensions stay as they are.
local check = require 'nn.check'
local handle = require 'torch.handle'
local blame = require 'lampas.blame'

local Convert, parent = torch.class('nn.Convert', 'nn.Container')

local function with_batch(shape)
   return shape:find('b', 1, true) and shape or 'b' .. shape
end

local function letters(shape)
   local list = {}
   for letter in shape:gmatch '.' do
      list[#list + 1] = letter
   end
   return list
end

function Convert:__init(inputShape, outputShape)
   parent.__init(self)
   if outputShape and not inputShape then
      blame('nn.Convert: Expecting non-nil arg 1 when arg 2 is provided')
   end
   inputShape = inputShape or 'b*'
   self.inputShape, self.outputShape = with_batch(inputShape), with_batch(outputShape or inputShape)
   self.inputBatchDim = self.inputShape:find('b', 1, true)
   self.outputBatchDim = self.outputShape:find('b', 1, true)
   local any = self.inputShape == 'b*'
   if any ~= (self.outputShape == 'b*') then
      blame('nn.Convert: Both or neither shapes must be b*')
   end
   self.nInputDim, self.nOutputDim = any and -1 or #self.inputShape, any and -1 or #self.outputShape
   local sorted = { letters(self.inputShape), letters(self.outputShape) }
   table.sort(sorted[1])
   table.sort(sorted[2])
   self.transposition = table.concat(sorted[1]) == table.concat(sorted[2])
end

--- The place of a letter in a shape, by default the input's.
function Convert:findAxis(letter, shape)
   shape = shape or self.inputShape
   return shape:find(letter, 1, true) or blame("nn.Convert: Provided shape '%s' has no axis '%s'", shape, letter)
end

--- A module that brings the input's dimensions in another order.
function Convert:transpose(newShape)
   local order, swaps = letters(self.inputShape), {}
   for i, letter in ipairs(letters(newShape)) do
      if order[i] ~= letter then
         local j = i
         repeat
            j = j + 1
         until order[j] == letter
         order[i], order[j] = order[j], order[i]
         table.insert(swaps, { j, i })
      end
   end
   return #swaps > 0 and nn.Transpose(unpack(swaps)) or nn.Identity()
end

--- A module for the output shape 'bf'.
function Convert:bf(input)
   if self.inputShape == 'bt' then
      blame('nn.Convert: Conversion of shape bt to bf not supported')
   elseif #self.inputShape == 1 then
      return nn.Reshape(1)
   end
   local chain, batch = nn.Sequential(), self.inputBatchDim
   if batch ~= 1 then
      chain:add(nn.Transpose { 1, batch })
   end
   if #self.inputShape > 2 then
      chain:add(nn.Reshape(input:nElement() / input:size(batch), true))
   end
   return chain:size() > 1 and chain or chain:get(1) or nn.Identity()
end

--- A module for the output shape 'b'.
function Convert:b(input)
   if self.inputShape == 'bt' or self.inputShape == 'tb' then
      return nn.Select(self:findAxis 't', 1)
   elseif self.inputShape == 'bf' or self.inputShape == 'fb' then
      local axis = self:findAxis 'f'
      if input:size(axis) > 1 then
         blame('nn.Convert: Cannot convert shape %s to b when feature > 1', self.inputShape)
      end
      return nn.Select(axis, 1)
   end
   blame('nn.Convert: Cannot convert shape %s to shape b', self.inputShape)
end

--- A module for the output shape 'bt'.
function Convert:bt()
   if self.inputShape ~= 'b' then
      blame("nn.Convert: cannot convert shape '%s' to bt", self.inputShape)
   end
   return nn.Reshape(1, true)
end

--- Makes the module that does the work, self.converter, for an input with batch.
function Convert:buildConverter(input)
   if self.transposition then
      self.converter = self:transpose(self.outputShape)
   elseif self.outputShape == 'bf' or self.outputShape == 'b' or self.outputShape == 'bt' then
      self.converter = self[self.outputShape](self, input)
   else
      blame('nn.Convert: Unrecognized conversion of shape %s to %s', self.inputShape, self.outputShape)
   end
   self.converter:type(self._type)
   self.modules[1] = self.converter
end

-- The input in the module's type and with a batch dimension, and whether that is its own.
local function prepared(self, input)
   if input:type() ~= self._type then
      self._input = self._input or torch.Tensor():type(self._type)
      input = self._input:resize(input:size()):copy(input)
   end
   if input:dim() >= self.nInputDim then
      return input, true
   end
   return nn.utils.addSingletonDimension(input, self.inputBatchDim), false
end

function Convert:updateOutput(input)
   if not handle.typeOf(input) then
      check.fail(self, 'expecting Tensor, got %s', torch.type(input))
   end
   local x, batch = prepared(self, input)
   self.batchMode = batch
   if not self.converter then
      self:buildConverter(x)
   end
   local output = self.converter:updateOutput(x)
   self.output = batch and output or output:select(self.outputBatchDim, 1)
   return self.output
end

-- gradOutput as the converter takes it.
local function prepared_gradient(self, gradOutput)
   return self.batchMode and gradOutput or nn.utils.addSingletonDimension(gradOutput, self.outputBatchDim)
end

function Convert:updateGradInput(input, gradOutput)
   local gradient = self.converter:updateGradInput(prepared(self, input), prepared_gradient(self, gradOutput))
   gradient = self.batchMode and gradient or gradient:select(self.inputBatchDim, 1)
   if gradient:type() ~= input:type() then
      self._gradInput = self._gradInput or input.new()
      gradient = self._gradInput:resize(gradient:size()):copy(gradient)
   end
   self.gradInput = gradient
   return gradient
end

function Convert:accGradParameters(input, gradOutput, scale)
   self.converter:accGradParameters(prepared(self, input), prepared_gradient(self, gradOutput), scale)
end

function Convert:clearState()
   self._input, self._gradInput = nil, nil
   return parent.clearState(self)
end

function Convert:type(name, cache)
   if name then
      self:clearState()
   end
   return parent.type(self, name, cache)
end
