--- nn.MixtureTable([dim]): a weighted sum of experts. Input: { gates, experts }.
--
-- gates: batch × experts, or one weight for each expert. experts: a table of tensors of one size (their first dimension the batch where
-- gates have one), or one tensor in which dimension `dim` counts the experts; by default the first after the batch.
local ffi = require 'ffi'
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local MixtureTable, parent = torch.class('nn.MixtureTable', 'nn.Module')

function MixtureTable:__init(dim)
   parent.__init(self)
   self.dim = dim
   self.gradInput = {}
end

-- The experts as a list: a table's entries, or a tensor's slices.
local function list_of(self, experts, gates)
   if type(experts) == 'table' then
      return experts
   end
   local list, dim = {}, self.dim or gates:dim()
   for k = 1, experts:size(dim) do
      list[k] = experts:select(dim, k)
   end
   return list
end

-- What the kernels take of experts: an array of pointers (to `element`, such as 'const float'), one of the strides of their rows, and the
-- tensors that are pointed to: contiguous copies where an expert's rows are not consecutive elements.
local function layout(element, experts, rows)
   local n, shown = #experts, {}
   local pointers, strides = ffi.new(element .. ' *[?]', n), ffi.new('ptrdiff_t[?]', n)
   for k, x in ipairs(experts) do
      shown[k] = (rows and x:narrow(1, 1, 1) or x):isContiguous() and x or x:contiguous()
      pointers[k - 1], strides[k - 1] = shown[k]:data(), rows and shown[k]:stride(1) or 0
   end
   return pointers, strides, shown
end

-- Type, gates, list of experts, how many rows (nil for a single sample), elements in a row.
local function operands(self, input)
   local gates = input[1]
   local T = check.floating(self, gates, 'gates')
   local n = gates:dim()
   if n ~= 1 and n ~= 2 then
      check.fail(self, 'gates must be vector or matrix, got size %s', check.size(gates))
   end
   if type(input[2]) ~= 'table' then
      check.floating(self, input[2], 'experts')
   end
   local experts = list_of(self, input[2], gates)
   check.list(self, experts, 'experts')
   if #experts ~= gates:size(n) then
      check.fail(self, 'Should be one gater output per expert: %d experts, but gates of size %s', #experts, check.size(gates))
   end
   local rows = n == 2 and gates:size(1) or nil
   if rows and experts[1]:size(1) ~= rows then
      check.fail(self, 'an expert of size %s does not have the batch of the gates of size %s', check.size(experts[1]), check.size(gates))
   end
   return T, buffers.contiguous(self, '_gates', gates), experts, rows, experts[1]:nElement() / (rows or 1)
end

function MixtureTable:updateOutput(input)
   local T, gates, experts, rows, columns = operands(self, input)
   local output = buffers.like(self, 'output', experts[1], T)
   local pointers, strides, shown = layout('const ' .. T.ctype, experts, rows)
   T.kernels.MixtureTable_updateOutput(output:data(), gates:data(), pointers, strides, #shown, rows or 1, columns)
   return output
end

-- self.gradInput[2], made to fit the experts.
local function gradient_of_experts(self, experts)
   local gradients = self.gradInput
   if type(experts) == 'table' then
      gradients[2] = type(gradients[2]) == 'table' and gradients[2] or {}
      return buffers.list(gradients, 2, experts)
   end
   return buffers.like(gradients, 2, experts)
end

function MixtureTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local T, gates, experts, rows, columns = operands(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.sameSize(self, gradOutput, 'gradOutput', experts[1], 'output')
   local g = buffers.contiguous(self, '_gradOutput', gradOutput)
   local gradGates = buffers.like(self.gradInput, 1, gates, T)
   local gradExperts = list_of(self, gradient_of_experts(self, input[2]), gates)
   local pointers, strides, shown = layout('const ' .. T.ctype, experts, rows)
   local gradPointers, gradStrides, gradShown = layout(T.ctype, gradExperts, rows)
   T.kernels.MixtureTable_updateGradInput(gradGates:data(), gradPointers, gradStrides, g:data(), gates:data(), pointers, strides, #shown,
      rows or 1, columns)
   for k, gradient in ipairs(gradExperts) do
      buffers.back(gradient, gradShown[k])
   end
   return self.gradInput
end

function MixtureTable:clearState()
   self._gates = nil
   return parent.clearState(self)
end
