--- What a layer's work costs at least, counted from its tensors: every operand read or written once, places of maxima among them.
local torch = require 'torch'

local cost = {}

local function add(value, seen)
   if torch.isTensor(value) then
      local first = value:nElement() > 0 and value:data(true)
      if first and not seen[first] then
         seen[first] = true
         seen.bytes = seen.bytes + value:nElement() * value:elementSize()
      end
   elseif type(value) == 'table' then
      for _, one in pairs(value) do
         add(one, seen)
      end
   end
end

--- The bytes of the tensors in some values (tensors, or tables of them), those over the same memory once.
function cost.bytes(...)
   local seen = { bytes = 0 }
   for i = 1, select('#', ...) do
      add((select(i, ...)), seen)
   end
   return seen.bytes
end

local function shows(output, input)
   return torch.isTensor(output) and torch.isTensor(input) and output:nElement() > 0 and input:nElement() > 0
      and output:data(true) == input:data(true)
end

--- The cost of a call of an instance that has been run.
-- @param self an instance (lampas.instance) of a sample (lampas.samples)
-- @param method 'forward' or 'backward'
-- @return { flops (nil when memory alone counts), bytes }, both nil for a layer that shows its input and moves no data
function cost.of(self, method)
   local module, case = self.module, self.case or {}
   local parameters, gradParameters
   if not self.criterion then
      parameters, gradParameters = module:parameters()
   end
   local flops = case.flops and case.flops(module, self.input, module.output) or nil
   if method == 'forward' then
      if shows(module.output, self.input) and not module.inplace then
         return {}
      end
      return { flops = flops, bytes = cost.bytes(self.input, self.target, module.output, module.indices, parameters) }
   end
   local given = self.criterion and self.target or self.gradOutput
   if shows(module.gradInput, given) and not module.inplace then
      return {}
   end
   local passes = gradParameters and #gradParameters > 0 and 2 or 1
   return { flops = flops and flops * passes, bytes = cost.bytes(self.input, given, module.gradInput, module.indices, parameters, gradParameters) }
end

return cost
