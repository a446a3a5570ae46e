--- nn.Reshape(sizes [, batchMode]): the input with other sizes, numbers or one LongStorage.
--
-- batchMode true: the first dimension is a batch and stays; false: it does not; nil: the input is taken as a batch unless it
-- has just as many elements as the sizes and more than one row.
local check = require 'nn.check'
local views = require 'nn.views'

local Reshape, parent = torch.class('nn.Reshape', 'nn.Module')

function Reshape:__init(...)
   parent.__init(self)
   local sizes = { ... }
   if type(sizes[#sizes]) == 'boolean' then
      self.batchMode = table.remove(sizes)
   end
   if torch.type(sizes[1]) == 'torch.LongStorage' then
      sizes = sizes[1]:totable()
   end
   self.size = torch.LongStorage(sizes)
   self.nelement = 1
   for _, size in ipairs(sizes) do
      self.nelement = self.nelement * size
   end
   table.insert(sizes, 1, 1)
   self.batchsize = torch.LongStorage(sizes)
end

function Reshape:updateOutput(input)
   check.tensor(self, input, 'input')
   local n = input:nElement()
   local whole = self.batchMode == false or (self.batchMode == nil and n == self.nelement and input:size(1) ~= 1)
   if n == 0 or n ~= (whole and 1 or input:size(1)) * self.nelement then
      check.fail(self, 'input of size %s does not fit', check.size(input))
   end
   if not whole then
      self.batchsize[1] = input:size(1)
   end
   return views.updateOutput(self, input, whole and self.size or self.batchsize)
end

Reshape.updateGradInput = views.updateGradInput

function Reshape:__tostring__()
   return ('%s(%s)'):format(torch.type(self), table.concat(self.size:totable(), 'x'))
end
