--- Backward in its two parts: the gradient of the input (updateGradInput) and those of the parameters (accGradParameters).
local cost = require 'lampas.cost'

local parts = { methods = { 'gradInput', 'gradParameters' } }

--- Whether a row's method is one of the two.
function parts.is(method)
   return method == 'gradInput' or method == 'gradParameters'
end

--- Whether a layer has that part: criteria have none, layers without parameters no second one.
-- @param self an instance (lampas.instance)
function parts.has(self, method)
   if self.criterion then
      return false
   end
   local parameters = self.module:parameters()
   return method == 'gradInput' or parameters ~= nil and #parameters > 0
end

--- The call of a part. Containers keep their children's gradInput from the first for the second: the instance has been run backward.
function parts.operation(self, method)
   local module, input, gradOutput = self.module, self.input, self.gradOutput
   if method == 'gradInput' then
      return function() module:updateGradInput(input, gradOutput) end
   end
   return function() module:accGradParameters(input, gradOutput, 1) end
end

--- What a part costs at least: the arithmetic of forward, and the bytes of what it reads and writes.
-- @param forward what forward costs, { flops, bytes }
function parts.cost(self, method, forward)
   local parameters, gradParameters = self.module:parameters()
   if method == 'gradInput' then
      return { flops = forward.flops, bytes = cost.bytes(self.gradOutput, parameters, self.module.gradInput) }
   end
   return { flops = forward.flops, bytes = cost.bytes(self.input, self.gradOutput, gradParameters) }
end

--- A suite's rows with those of the parts after each backward row.
function parts.rows(list)
   local result = {}
   for _, row in ipairs(list) do
      result[#result + 1] = row
      for _, method in ipairs(row.method == 'backward' and parts.methods or {}) do
         local part = {}
         for key, value in pairs(row) do
            part[key] = value
         end
         part.method, part.row_id = method, row.row_id:gsub('backward$', method)
         part.label, part.listed = row.label:gsub('backward', method), row.listed and row.listed:gsub('backward', method)
         result[#result + 1] = part
      end
   end
   return result
end

return parts
