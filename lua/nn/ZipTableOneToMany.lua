--- nn.ZipTableOneToMany(): pairs one element with each of a table: input { v, { a, b, c } }, output { { v, a }, { v, b }, { v, c } }.
-- Elements are passed on, not copied; the gradient of v is the sum of its gradients.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local ZipTableOneToMany, parent = torch.class('nn.ZipTableOneToMany', 'nn.Module')

function ZipTableOneToMany:__init()
   parent.__init(self)
   self.output, self.gradInput = {}, {}
   self.gradInputEl = torch.Tensor() -- the gradient of v
end

local function check_pair(self, input)
   if type(input) ~= 'table' or #input ~= 2 then
      check.fail(self, 'input must be table of element and table')
   end
end

function ZipTableOneToMany:updateOutput(input)
   check_pair(self, input)
   self.output = {}
   for i, entry in ipairs(input[2]) do
      self.output[i] = { input[1], entry }
   end
   return self.output
end

function ZipTableOneToMany:updateGradInput(input, gradOutput)
   check_pair(self, input)
   local sum, rest = buffers.like(self, 'gradInputEl', input[1]):zero(), {}
   for i, pair in ipairs(gradOutput) do
      sum:add(pair[1])
      rest[i] = pair[2]
   end
   self.gradInput = { sum, rest }
   return self.gradInput
end

function ZipTableOneToMany:clearState()
   parent.clearState(self)
   return nn.utils.clear(self, 'gradInputEl')
end
