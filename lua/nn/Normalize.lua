--- nn.Normalize(p [, eps=1e-10]): each row of a batch × n input, or a vector, divided by its p-norm (Σ |x|^p + eps)^(1/p); for
-- p = math.huge by its largest absolute value + eps.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local raw = require('torch.handle').raw

local Normalize, parent = torch.class('nn.Normalize', 'nn.Module')

function Normalize:__init(p, eps)
   parent.__init(self)
   if type(p) ~= 'number' then
      check.fail(self, 'p-norm not provided')
   elseif p <= 0 then
      check.fail(self, '%g-norm not supported', p)
   end
   self.p = p
   self.eps = eps or 1e-10
end

-- Rows and their length.
local function geometry(self, input)
   local p = raw(input)
   if p.nDimension == 1 then
      return 1, tonumber(p.size[0])
   elseif p.nDimension == 2 then
      return tonumber(p.size[0]), tonumber(p.size[1])
   end
   check.fail(self, 'only 1d layer supported: a vector or a batch of them expected, got input of size %s', check.size(input))
end

function Normalize:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local rows, width = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local norm = buffers.sized(self, 'norm', T, 2, rows, 1)
   local output = buffers.like(self, 'output', input)
   T.kernels.Normalize_updateOutput(output:data(), norm:data(), x:data(), rows, width, self.p, self.eps)
   return output
end

function Normalize:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   local rows, width = geometry(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.sameSize(self, gradOutput, 'gradOutput', input, 'input')
   check.floating(self, self.norm, 'norm')
   check.sizes(self, self.norm, 'the norm of the last forward call', 2, rows, 1)
   local x, g = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput, norm = buffers.like(self, 'gradInput', input), self.norm
   T.kernels.Normalize_updateGradInput(gradInput:data(), g:data(), x:data(), norm:data(), rows, width, self.p)
   return gradInput
end

function Normalize:clearState()
   nn.utils.clear(self, 'norm')
   return parent.clearState(self)
end

function Normalize:__tostring__()
   return ((self.p or 0) % 1 == 0 and '%s(%d)' or '%s(%f)'):format(torch.type(self), self.p or 0)
end
