--- nn.RReLU([l=1/8] [, u=1/3] [, inplace]): y = x > 0 ? x : a x. In training a is drawn for each element, uniform in (l, u), and
-- kept in `noise` for backward; in evaluation it is (l + u) / 2. (Xu et al. 2015.)
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local pointwise = require 'nn.pointwise'
local generator = require 'torch.Generator'

local RReLU, parent = torch.class('nn.RReLU', 'nn.Module')

function RReLU:__init(l, u, inplace)
   parent.__init(self)
   self.lower = l or 1 / 8
   self.upper = u or 1 / 3
   self.noise = torch.Tensor()
   self.train = true
   self.inplace = inplace or false
   if not (self.lower <= self.upper and self.lower >= 0 and self.upper >= 0) then
      check.fail(self, 'wanted 0 <= l <= u, got %g and %g', self.lower, self.upper)
   end
end

-- What evaluation does, and training where the slopes do not differ.
local fixed = {}
pointwise.activation(fixed, 'LeakyReLU', 'input', function(self)
   return (self.lower + self.upper) / 2
end)

function RReLU:updateOutput(input)
   if not self.train then
      return fixed.updateOutput(self, input)
   end
   local T = check.floating(self, input, 'input')
   local x = buffers.contiguous(self, '_input', input)
   local y = self.inplace and x or buffers.like(self, 'output', input)
   local noise = buffers.like(self, 'noise', input)
   check.done(self, T.kernels.RReLU_updateOutput(generator.pointer(self.generator or torch._gen), x:nElement(), x:data(), y:data(),
      noise:data(), self.lower, self.upper))
   if self.inplace then
      buffers.back(input, y)
      return buffers.kept(self, 'output', T):set(input)
   end
   return y
end

function RReLU:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   elseif not self.train or self.upper - self.lower <= 1e-6 then
      return fixed.updateGradInput(self, input, gradOutput)
   end
   local T = check.floating(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   check.sameCount(self, gradOutput, 'gradOutput', self.noise, 'noise')
   if self.inplace then
      return buffers.kept(self, 'gradInput', T):set(gradOutput:cmul(self.noise))
   end
   return buffers.like(self, 'gradInput', input):cmul(gradOutput, self.noise)
end

function RReLU:clearState()
   nn.utils.clear(self, 'noise')
   return parent.clearState(self)
end

function RReLU:__tostring__()
   return ('%s (l:%f, u:%f)'):format(torch.type(self), self.lower, self.upper)
end
