--- nn.MixtureTable([dim]): a weighted sum of experts. Input: { gates, experts }.
--
-- gates: batch × experts, or one weight for each expert. experts: a table of tensors of one size (their first dimension the batch where
-- gates have one), or one tensor in which dimension `dim` counts the experts; by default the first after the batch.
local buffers = require 'nn.buffers'
local check = require 'nn.check'

local MixtureTable, parent = torch.class('nn.MixtureTable', 'nn.Module')

function MixtureTable:__init(dim)
   parent.__init(self)
   self.dim = dim
   self.gradInput = {}
end

-- Expert k of a table or tensor of them.
local function expert(self, experts, gates, k)
   return type(experts) == 'table' and experts[k] or experts:select(self.dim or gates:dim(), k)
end

-- Expert k's gates, one for each sample, or the only one, repeated to the sizes of `like`.
local function gate(gates, k, like)
   local strides = {}
   for d = 1, like:dim() do
      strides[d] = 0
   end
   if gates:dim() == 2 then
      strides[1] = gates:stride(1)
   end
   return gates.new():set(gates:storage(), gates:storageOffset() + (k - 1) * gates:stride(gates:dim()), like:size(), torch.LongStorage(strides))
end

-- gates and experts, checked; and the number of them.
local function operands(self, input)
   local gates, experts = input[1], input[2]
   check.floating(self, gates, 'gates')
   if gates:dim() ~= 1 and gates:dim() ~= 2 then
      check.fail(self, 'gates must be vector or matrix, got size %s', check.size(gates))
   end
   local n = gates:size(gates:dim())
   local count
   if type(experts) == 'table' then
      count = #experts
      check.list(self, experts, 'experts')
   else
      check.floating(self, experts, 'experts')
      count = experts:size(self.dim or gates:dim())
   end
   if count ~= n then
      check.fail(self, 'Should be one gater output per expert: %d experts, but gates of size %s', count, check.size(gates))
   end
   local first = expert(self, experts, gates, 1)
   if gates:dim() == 2 and first:size(1) ~= gates:size(1) then
      check.fail(self, 'an expert of size %s does not have the batch of the gates of size %s', check.size(first), check.size(gates))
   end
   return gates, experts, n, first
end

function MixtureTable:updateOutput(input)
   local gates, experts, n, first = operands(self, input)
   local output = buffers.like(self, 'output', first):zero()
   for k = 1, n do
      local x = expert(self, experts, gates, k)
      output:addcmul(gate(gates, k, x), x)
   end
   return output
end

-- gradGates of expert k: for each sample the sum of gradOutput times the expert.
local function gate_gradient(self, gradGates, k, gradOutput, x)
   local product = buffers.like(self, '_product', x):cmul(gradOutput, x)
   if gradGates:dim() == 1 then
      gradGates[k] = product:sum()
   else
      gradGates:select(2, k):copy(product:view(product:size(1), -1):sum(2))
   end
end

function MixtureTable:updateGradInput(input, gradOutput)
   if not self.gradInput then
      return nil
   end
   local gates, experts, n, first = operands(self, input)
   check.floating(self, gradOutput, 'gradOutput')
   check.sameSize(self, gradOutput, 'gradOutput', first, 'output')
   local gradients = self.gradInput
   local gradGates = buffers.like(gradients, 1, gates)
   local gradExperts
   if type(experts) == 'table' then
      gradients[2] = type(gradients[2]) == 'table' and gradients[2] or {}
      gradExperts = buffers.list(gradients, 2, experts)
   else
      gradExperts = buffers.like(gradients, 2, experts)
   end
   for k = 1, n do
      gate_gradient(self, gradGates, k, gradOutput, expert(self, experts, gates, k))
      local g = expert(self, gradExperts, gates, k)
      g:cmul(gradOutput, gate(gates, k, g))
   end
   return gradients
end

function MixtureTable:clearState()
   self._product = nil
   return parent.clearState(self)
end
