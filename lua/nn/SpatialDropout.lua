--- nn.SpatialDropout([p=0.5] [, stochasticInference]): in training each plane becomes 0 with probability p, as a whole.
--
-- The others are left as they are; evaluation multiplies by 1 - p, unless stochasticInference goes on dropping. Images are
-- planes × height × width, or a batch of them. (Tompson et al. 2015.)
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local raw = require('torch.handle').raw

local SpatialDropout, parent = torch.class('nn.SpatialDropout', 'nn.Module')

--- Dimensions of a plane; VolumetricDropout has three.
SpatialDropout.planeDims = 2

function SpatialDropout:__init(p, stochasticInference)
   parent.__init(self)
   self.train = true
   self.stochastic_inference = stochasticInference or false
   self.noise = torch.Tensor()
   self:setp(p or 0.5)
end

--- Sets the probability of dropping.
function SpatialDropout:setp(p)
   self.p = p
end

-- The noise with one entry a plane, made for inputs of this size.
local function noise_for(self, input, T)
   local batch, at = check.map(self, input, self.planeDims)
   local planes = tonumber(raw(input).size[at])
   if batch then
      return buffers.sized(self, 'noise', T, 2 + self.planeDims, batch, planes, 1, 1, 1)
   end
   return buffers.sized(self, 'noise', T, 1 + self.planeDims, planes, 1, 1, 1)
end

function SpatialDropout:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local output = buffers.like(self, 'output', input)
   if self.train or self.stochastic_inference then
      local noise = noise_for(self, input, T):bernoulli(1 - self.p)
      return output:cmul(input, noise:expandAs(input))
   end
   check.map(self, input, self.planeDims)
   return output:mul(input, 1 - self.p)
end

--- Defined in training alone.
function SpatialDropout:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   elseif not self.train then
      check.fail(self, 'backprop only defined while training')
   end
   check.floating(self, gradOutput, 'gradOutput')
   check.sameSize(self, gradOutput, 'gradOutput', input, 'input')
   return buffers.like(self, 'gradInput', input):cmul(gradOutput, self.noise:expandAs(input))
end

function SpatialDropout:clearState()
   nn.utils.clear(self, 'noise')
   return parent.clearState(self)
end

function SpatialDropout:__tostring__()
   return ('%s(%f)'):format(torch.type(self), self.p)
end
