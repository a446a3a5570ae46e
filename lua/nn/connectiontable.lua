--- What SpatialConvolutionMap and SpatialFullConvolutionMap share. connTable (connections × 2) lists pairs { input plane, output plane }
-- that have a filter each: weight is connections × kH × kW, bias a number for each output plane. Inputs may have more planes than the
-- table names.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local convolution = require 'nn.convolution'
local filters = require 'nn.filters'

local connectiontable = {}

function connectiontable.initialise(self, parent, connTable, kW, kH, dW, dH)
   parent.__init(self)
   self.kW, self.kH, self.dW, self.dH = kW, kH, dW or 1, dH or 1
   self.connTable = connTable
   self.nInputPlane = connTable:select(2, 1):max()
   self.nOutputPlane = connTable:select(2, 2):max()
   self.weight, self.gradWeight = torch.Tensor(connTable:size(1), kH, kW), torch.Tensor(connTable:size(1), kH, kW)
   self.bias, self.gradBias = torch.Tensor(self.nOutputPlane), torch.Tensor(self.nOutputPlane)
   self:reset()
end

-- New parameters of standard deviation stdv, by default U(±1/√(kW kH c)) where c connections lead to the output plane.
local function reset(self, stdv)
   if stdv then
      stdv = stdv * math.sqrt(3)
      self.weight:uniform(-stdv, stdv)
      if self.bias then
         self.bias:uniform(-stdv, stdv)
      end
      return
   end
   local limit = {}
   for k = 1, self.connTable:size(1) do
      local to = self.connTable[k][2]
      limit[to] = (limit[to] or 0) + 1
   end
   for o = 1, self.nOutputPlane do
      limit[o] = 1 / math.sqrt(self.kW * self.kH * (limit[o] or 1))
   end
   for k = 1, self.connTable:size(1) do
      local c = limit[self.connTable[k][2]]
      self.weight[k]:uniform(-c, c)
   end
   for o = 1, self.bias and self.nOutputPlane or 0 do
      self.bias[o] = torch.uniform(-limit[o], limit[o])
   end
end

-- Multiplies the parameters by 1 - decay.
local function decayParameters(self, decay)
   self.weight:add(-decay, self.weight)
   if self.bias then
      self.bias:add(-decay, self.bias)
   end
end

-- The connections for kernels; with `back`, from output to input planes.
local function links_of(self, back)
   local place = self.connTable:contiguous():data()
   return filters.connect(self.connTable:size(1), function(k)
      local from, to = place[2 * k] - 1, place[2 * k + 1] - 1
      if back then
         return to, from, k
      end
      return from, to, k
   end)
end

-- What a pass takes: type, shape, connections, batch size, sizes of the output.
local function open(self, input, back)
   local T = check.floating(self, input, 'input')
   local s = convolution.window(self)
   local sizes = back and convolution.transposedSizes or convolution.sizes
   local batch, oH, oW = sizes(self, s, input, nil, not back and self.nOutputPlane or nil)
   local planes = tonumber(back and s.nOutputPlane or s.nInputPlane)
   if planes < self.nInputPlane then
      check.fail(self, 'input of size %s has %d planes, wanted at least %d', check.size(input), planes, self.nInputPlane)
   end
   return T, s, links_of(self, back), batch, oH, oW
end

local function weight_of(self, name, buffer, T)
   return convolution.parameter(self, name, buffer, T, self.connTable:size(1) * self.kH * self.kW)
end

--- Gives a class its methods but __init.
-- @param back true: the layer is a full (transposed) convolution
function connectiontable.define(class, parent, back)
   local forward, backward = filters.forward, filters.backward
   if back then
      forward, backward = backward, forward
   end

   function class:updateOutput(input)
      local T, s, links, batch, oH, oW = open(self, input, back)
      local x = buffers.contiguous(self, '_input', input)
      local w = weight_of(self, 'weight', '_weight', T)
      local bias = self.bias and convolution.parameter(self, 'bias', '_bias', T, self.nOutputPlane)
      local output = buffers.map(self, 'output', T, batch, self.nOutputPlane, oH, oW)
      forward(self, T, s, links, x, w, bias, output)
      return output
   end

   function class:updateGradInput(input, gradOutput)
      if not self.gradInput then
         return nil
      end
      local T, s, links, batch, oH, oW = open(self, input, back)
      local g = convolution.gradOutput(self, gradOutput, batch, self.nOutputPlane, oH, oW)
      local w = weight_of(self, 'weight', '_weight', T)
      local gradInput = buffers.like(self, 'gradInput', input)
      backward(self, T, s, links, g, w, nil, gradInput)
      return gradInput
   end

   function class:accGradParameters(input, gradOutput, scale)
      local T, s, links, batch, oH, oW = open(self, input, back)
      local g = convolution.gradOutput(self, gradOutput, batch, self.nOutputPlane, oH, oW)
      local x = buffers.contiguous(self, '_input', input)
      local gradWeight = weight_of(self, 'gradWeight', nil, T)
      filters.accumulate(self, T, s, links, back and g or x, back and x or g, gradWeight, scale or 1)
      buffers.back(self.gradWeight, gradWeight)
      if self.gradBias then
         filters.accumulateBias(self, T, g, batch or 1, self.nOutputPlane, scale or 1)
      end
   end

   class.reset, class.decayParameters = reset, decayParameters
   convolution.giveRest(class, parent)
end

return connectiontable
