--- nn.GatedLinearUnit([dim=last]): y = a σ(b) for the halves a and b of dimension dim, σ(b) = 1 / (1 + e^-b). (Dauphin et al. 2016.)
local buffers = require 'nn.buffers'
local check = require 'nn.check'
local dimension = require 'nn.dimension'

local GatedLinearUnit, parent = torch.class('nn.GatedLinearUnit', 'nn.Module')

function GatedLinearUnit:__init(dim)
   parent.__init(self)
   self.dim = dim
end

-- Sizes of the output, and the rows of one half that the kernel goes over.
local function geometry(self, input)
   local d = dimension(self, input, self.dim or -1)
   local sizes = input:size():totable()
   if sizes[d] % 2 ~= 0 then
      check.fail(self, 'Halving dimension must be even: input of size %s, dimension %d', check.size(input), d)
   end
   sizes[d] = sizes[d] / 2
   local outer, half = 1, 1
   for i, size in ipairs(sizes) do
      if i < d then
         outer = outer * size
      else
         half = half * size
      end
   end
   return sizes, outer, half
end

function GatedLinearUnit:updateOutput(input)
   local T = check.floating(self, input, 'input')
   local sizes, outer, half = geometry(self, input)
   local x = buffers.contiguous(self, '_input', input)
   local output = buffers.resized(self, 'output', T, sizes)
   T.kernels.GatedLinear_updateOutput(output:data(), x:data(), outer, half)
   return output
end

function GatedLinearUnit:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.floating(self, input, 'input')
   check.floating(self, gradOutput, 'gradOutput')
   local _, outer, half = geometry(self, input)
   if gradOutput:nElement() ~= outer * half then
      check.fail(self, 'gradOutput of size %s does not fit an input of size %s', check.size(gradOutput), check.size(input))
   end
   local x, g = buffers.contiguous(self, '_input', input), buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradInput = buffers.like(self, 'gradInput', input)
   T.kernels.GatedLinear_updateGradInput(gradInput:data(), g:data(), x:data(), outer, half)
   return gradInput
end
