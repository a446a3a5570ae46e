--- nn.Dropout([p=0.5] [, v1] [, inplace] [, stochasticInference]): in training each element becomes 0 with probability p.
--
-- The others are divided by 1 - p, so that evaluation passes its input through; in version 1 (v1 true) they are left as they
-- are, and evaluation multiplies by 1 - p. `noise` is drawn anew by each forward call, and backward uses it again.
-- stochasticInference drops elements in evaluation, too. (Hinton et al. 2012.)
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local generator = require 'torch.Generator'

local Dropout, parent = torch.class('nn.Dropout', 'nn.Module')

function Dropout:__init(p, v1, inplace, stochasticInference)
   parent.__init(self)
   self.p = p or 0.5
   self.train = true
   self.inplace = inplace
   self.stochastic_inference = stochasticInference or false
   self.v2 = not v1
   self.noise = torch.Tensor()
   self:setp(self.p)
end

--- Sets the probability of dropping, in [0, 1).
function Dropout:setp(p)
   if not (p >= 0 and p < 1) then
      check.fail(self, '<Dropout> illegal percentage, must be 0 <= p < 1, got %g', p)
   end
   self.p = p
end

-- self[field], which shows `source` in place; x or a tensor of its own to write to otherwise.
local function target(self, field, source, x)
   return self.inplace and x or buffers.like(self, field, source)
end

-- After the work on `y`: in place, the elements go back to `source`, which self[field] shows.
local function finish(self, field, source, y, T)
   if self.inplace then
      buffers.back(source, y)
      return buffers.kept(self, field, T):set(source)
   end
   return y
end

-- y = x times a number, for evaluation: 1 passes it through.
local function scaled(y, x, factor)
   if not rawequal(y, x) then
      y:copy(x)
   end
   if factor ~= 1 then
      y:mul(factor)
   end
end

function Dropout:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local x = buffers.contiguous(self, '_input', input)
   local y = target(self, 'output', input, x)
   if self.p > 0 and (self.train or self.stochastic_inference) then
      local keep = 1 - self.p
      local scale = self.v2 and 1 / tonumber(ffi.cast(T.ctype, keep)) or 1 -- the quotient of the type's own 1 - p
      local noise = buffers.like(self, 'noise', input)
      T.kernels.Dropout_updateOutput(generator.pointer(torch._gen), x:nElement(), x:data(), y:data(), noise:data(), keep, scale)
   else
      scaled(y, x, (self.v2 or self.train) and 1 or 1 - self.p)
   end
   return finish(self, 'output', input, y, T)
end

function Dropout:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, gradOutput, 'gradOutput')
   check.sameCount(self, gradOutput, 'gradOutput', input, 'input')
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local y = target(self, 'gradInput', gradOutput, g)
   if self.p > 0 and self.train then
      check.floating(self, self.noise, 'noise')
      check.sameCount(self, gradOutput, 'gradOutput', self.noise, 'noise')
      T.kernels.Dropout_updateGradInput(g:nElement(), g:data(), self.noise:data(), y:data())
   else
      scaled(y, g, (self.v2 or self.train) and 1 or 1 - self.p)
   end
   return finish(self, 'gradInput', gradOutput, y, T)
end

function Dropout:clearState()
   nn.utils.clear(self, 'noise')
   return parent.clearState(self)
end

function Dropout:__tostring__()
   return ('%s(%f)'):format(torch.type(self), self.p)
end
