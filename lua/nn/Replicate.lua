--- nn.Replicate(n [, dim=1] [, ndim]): the input n times along a new dimension dim. The output shows the input's elements (stride 0).
-- Where inputs have more dimensions than ndim, the first is the batch and dim counts after it.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local Replicate, parent = torch.class('nn.Replicate', 'nn.Module')

function Replicate:__init(nf, dim, ndim)
   parent.__init(self)
   self.nfeatures = nf
   self.dim = dim or 1
   self.ndim = ndim
   if self.dim <= 0 then
      check.fail(self, 'Can only replicate across positive integer dimensions.')
   end
end

-- The new dimension; old files have no `dim`.
local function place(self, input)
   local dim = (self.dim or 1) + (self.ndim and input:dim() > self.ndim and 1 or 0)
   if dim > input:dim() + 1 then
      check.fail(self, 'Not enough input dimensions to replicate along dimension %d: input of size %s', dim, check.size(input))
   end
   return dim
end

function Replicate:updateOutput(input)
   local T = check.tensor(self, input, 'input')
   local dim = place(self, input)
   local sizes, strides = input:size():totable(), input:stride():totable()
   table.insert(sizes, dim, self.nfeatures)
   table.insert(strides, dim, 0)
   local output = buffers.kept(self, 'output', T)
   return output:set(input:storage(), input:storageOffset(), torch.LongStorage(sizes), torch.LongStorage(strides))
end

function Replicate:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T = check.tensor(self, gradOutput, 'gradOutput')
   local dim = place(self, input)
   if gradOutput:dim() ~= input:dim() + 1 or gradOutput:size(dim) ~= self.nfeatures
      or gradOutput:nElement() ~= input:nElement() * self.nfeatures then
      check.fail(self, 'gradOutput of size %s does not fit an input of size %s', check.size(gradOutput), check.size(input))
   end
   return buffers.kept(self, 'gradInput', T):sum(gradOutput, dim):resizeAs(input)
end
