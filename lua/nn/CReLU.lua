--- nn.CReLU(nInputDims [, inplace]): the positive and the negative part of the input, one after the other along the first dimension of a
-- sample, which has nInputDims dimensions. (Shang et al. 2016.)
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local CReLU, parent = torch.class('nn.CReLU', 'nn.Sequential')

function CReLU:__init(nInputDims, inplace)
   parent.__init(self)
   self.nInputDims = nInputDims
   self.inplace = inplace or false
   self:add(nn.ConcatTable():add(nn.Identity()):add(nn.MulConstant(-1)))
   self:add(nn.JoinTable(2))
   self:add(nn.ReLU(self.inplace))
end

-- x as batch × features, and the dimension that doubles.
local function rows(self, field, input, x)
   local batched = input:dim() == self.nInputDims + 1
   return buffers.contiguous(self, field, x):view(batched and input:size(1) or 1, -1), batched and 2 or 1
end

function CReLU:updateOutput(input)
   check.floating(self, input, 'input')
   local x, d = rows(self, '_input', input, input)
   local sizes = input:size()
   sizes[d] = sizes[d] * 2
   self.output = parent.updateOutput(self, x):resize(sizes)
   return self.output
end

function CReLU:updateGradInput(input, gradOutput)
   check.floating(self, gradOutput, 'gradOutput')
   local x, g = rows(self, '_input', input, input), rows(self, '_gradOutput', input, gradOutput)
   local gradInput = parent.updateGradInput(self, x, g)
   self.gradInput = gradInput and gradInput:resizeAs(input)
   return self.gradInput
end

--- There are no parameters: the gradient by the input is all.
function CReLU:backward(input, gradOutput)
   return self:updateGradInput(input, gradOutput)
end

function CReLU:__tostring__()
   return ('%s(%d)'):format(torch.type(self), self.nInputDims)
end
