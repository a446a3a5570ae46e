--- nn.TemporalDynamicKMaxPooling(minK [, factor=0]): of each feature the k = max(minK, ceil(factor · frames)) largest elements, in the order
-- of their frames. Sequences are frames × features, or a batch of them. (Kalchbrenner et al. 2014.)
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local pooling = require 'nn.pooling'
local raw = require('torch.handle').raw

local TemporalDynamicKMaxPooling, parent = torch.class('nn.TemporalDynamicKMaxPooling', 'nn.Module')

function TemporalDynamicKMaxPooling:__init(minK, factor)
   parent.__init(self)
   self.minK = minK
   self.factor = factor or 0
   self.indices = torch.LongTensor()
end

-- The dimension of frames and how many of them stay.
local function geometry(self, input)
   local n = raw(input).nDimension
   if n ~= 2 and n ~= 3 then
      check.fail(self, 'Only 2D or 3D (batch mode) tensors accepted, got input of size %s', check.size(input))
   end
   local frames = input:size(n - 1)
   local k = math.max(self.minK, math.ceil(self.factor * frames))
   if frames < k then
      check.fail(self, 'Input sequence length (%d) too small for desired k value (%d)', frames, k)
   end
   return n - 1, k
end

function TemporalDynamicKMaxPooling:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local dim, k = geometry(self, input)
   local _, order = input:sort(dim, true)
   local indices = order:narrow(dim, 1, k):sort(dim)
   self.indices = indices
   local output = buffers.kept(self, 'output', T)
   output:resize(indices:size())
   return output:gather(input, dim, indices)
end

function TemporalDynamicKMaxPooling:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   check.floating(self, input, 'input')
   local dim, k = geometry(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   local sizes = input:size()
   sizes[dim] = k
   check.sizes(self, gradOutput, 'gradOutput', #sizes, unpack(sizes:totable()))
   check.sameSize(self, self.indices, 'what the last forward call chose', gradOutput, 'gradOutput')
   return buffers.like(self, 'gradInput', input):zero():scatter(dim, self.indices, gradOutput)
end

function TemporalDynamicKMaxPooling:type(name, cache)
   return pooling.type(self, parent, name, cache)
end

function TemporalDynamicKMaxPooling:clearState()
   return pooling.clearState(self, parent)
end
