--- nn.Bottle(module [, nInputDim=2] [, nOutputDim=nInputDim]): lets a module that takes nInputDim dimensions, the first a batch, take
-- inputs with more: the leading ones are merged to one batch for the module, and its output has them again.
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local handle = require 'torch.handle'

local Bottle, parent = torch.class('nn.Bottle', 'nn.Decorator')

function Bottle:__init(module, nInputDim, nOutputDim)
   parent.__init(self, module)
   self.nInputDim = nInputDim or 2
   self.nOutputDim = nOutputDim or self.nInputDim
   self.dimDelta = self.nInputDim - self.nOutputDim
   -- Sizes that the module saw and gave at the last forward, as tensors because files have them so.
   self.inShape = torch.Tensor(self.nInputDim)
   self.outShape = torch.Tensor(self.nOutputDim)
end

-- x with other sizes; of a copy in self[field] where x has gaps.
local function view(self, field, x, sizes)
   return buffers.contiguous(self, field, x):view(torch.LongStorage(sizes))
end

-- The input as the module takes it: all sizes from dimension `batch` on kept, those up to it multiplied.
local function merged(self, input)
   local sizes, batch = input:size():totable(), input:dim() - self.nInputDim + 1
   local shape = { 1, unpack(sizes, batch + 1) }
   for d = 1, batch do
      shape[1] = shape[1] * sizes[d]
   end
   return view(self, '_input', input, shape), shape
end

-- Sets a field to show a tensor of the module's; nil where there is none.
local function show(self, field, x)
   if x == nil then
      self[field] = nil
   else
      buffers.kept(self, field, handle.typeOf(x)):set(x)
   end
   return self[field]
end

function Bottle:updateOutput(input)
   check.tensor(self, input, 'input')
   if input:dim() <= self.nInputDim then
      return show(self, 'output', self.modules[1]:updateOutput(input))
   end
   local x, shape = merged(self, input)
   local output = self.modules[1]:updateOutput(x)
   if output:dim() ~= self.nOutputDim then
      check.fail(self, 'Wrong number of output dims on module. Expected: %d but got %d', self.nOutputDim, output:dim())
   end
   local given = output:size():totable()
   self.inShape = torch.Tensor(shape):type(self._type)
   self.outShape = torch.Tensor(given):type(self._type)
   local sizes = input:size():totable()
   local batch = #sizes - self.nInputDim + 1
   sizes[batch] = given[1] * sizes[batch] / shape[1]
   for d = 2, #given do
      sizes[batch + d - 1] = given[d]
   end
   for d = #sizes, batch + #given, -1 do
      sizes[d] = nil
   end
   return show(self, 'output', view(self, '_output', output, sizes))
end

-- Input and gradOutput as the module takes them.
local function inside(self, input, gradOutput)
   if input:dim() <= self.nInputDim then
      return input, gradOutput
   end
   return merged(self, input), view(self, '_gradOutput', gradOutput, self.outShape:totable())
end

function Bottle:updateGradInput(input, gradOutput)
   check.tensor(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', self.output, 'output')
   local gradient = self.modules[1]:updateGradInput(inside(self, input, gradOutput))
   if gradient and self.gradInput then
      return show(self, 'gradInput', view(self, '_gradInput', gradient, input:size():totable()))
   end
   self.gradInput = nil
end

-- Passes on one of the accumulating methods.
local function accumulate(method)
   return function(self, input, gradOutput, amount)
      local x, g = inside(self, input, gradOutput)
      parent[method](self, x, g, amount)
   end
end

Bottle.accGradParameters = accumulate 'accGradParameters'
Bottle.accUpdateGradParameters = accumulate 'accUpdateGradParameters'
Bottle.sharedAccUpdateGradParameters = accumulate 'sharedAccUpdateGradParameters'

function Bottle:clearState()
   self._input, self._output, self._gradOutput, self._gradInput = nil, nil, nil, nil
   return parent.clearState(self)
end
