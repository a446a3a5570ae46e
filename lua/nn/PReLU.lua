--- nn.PReLU([nOutputPlane=0]): y = x > 0 ? x : weight x, with one weight, or with one for each of nOutputPlane planes.
--
-- Planes are dimension 1 of 1-D and 3-D inputs, dimension 2 of others. Weights begin at 0.25. (He et al. 2015.)
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local softmax = require 'nn.softmax'

local PReLU, parent = torch.class('nn.PReLU', 'nn.Module')

function PReLU:__init(nOutputPlane)
   parent.__init(self)
   self.nOutputPlane = nOutputPlane or 0
   local n = self.nOutputPlane > 0 and self.nOutputPlane or 1
   self.weight = torch.Tensor(n):fill(0.25)
   self.gradWeight = torch.Tensor(n):zero()
end

-- Sizes of the input as batch × planes × the rest; with one weight, all is one plane.
local function geometry(self, input)
   if self.nOutputPlane == 0 then
      return 1, 1, input:nElement()
   end
   local outer, planes, inner = softmax.geometry(self, input)
   if planes ~= self.nOutputPlane then
      check.fail(self, 'wrong number of input planes: input of size %s has %d, wanted %d', check.size(input), planes, self.nOutputPlane)
   end
   return outer, planes, inner
end

function PReLU:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local outer, planes, inner = geometry(self, input)
   local x, weight = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_weight', self.weight)
   local output = buffers.like(self, 'output', input)
   T.kernels.PReLU_updateOutput(output:data(), x:data(), weight:data(), outer, planes, inner)
   return output
end

function PReLU:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   check.floating(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   local outer, planes, inner = geometry(self, input)
   local x, g = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_gradOutput', gradOutput)
   local weight = buffers.contiguous(self, '_weight', self.weight)
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.PReLU_updateGradInput(gradInput:data(), g:data(), x:data(), weight:data(), outer, planes, inner)
   return gradInput
end

function PReLU:accGradParameters(input, gradOutput, scale)
   local T = check.floating(self, input, 'input')
   check.floating(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   local outer, planes, inner = geometry(self, input)
   local x, g = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradWeight = buffers.contiguous(self, '_weight', self.gradWeight)
   check.done(self, T.kernels.PReLU_accGradParameters(gradWeight:data(), g:data(), x:data(), scale or 1, outer, planes, inner))
   buffers.back(self.gradWeight, gradWeight)
end

function PReLU:clearState()
   nn.utils.clear(self, 'gradWeightBuf', 'gradWeightBuf2') -- Torch's
   return parent.clearState(self)
end
