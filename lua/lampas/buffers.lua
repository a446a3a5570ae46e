--- How much memory a module or criterion holds.
local torch = require 'torch'

local buffers = {}

-- Adds the storages of all tensors reachable from a value, each once.
local function add(value, seen)
   if type(value) == 'table' and not seen[value] then
      seen[value] = true
      for _, one in pairs(value) do
         add(one, seen)
      end
   elseif torch.isTensor(value) and value:storage() then
      local address = torch.pointer(value:storage())
      if not seen[address] then
         seen[address] = true
         seen.bytes = seen.bytes + value:storage():size() * value:elementSize()
      end
   end
end

--- The bytes of the storages of all tensors reachable from values (modules, tables, tensors), each storage once.
function buffers.bytes(...)
   local seen = { bytes = 0 }
   for i = 1, select('#', ...) do
      add((select(i, ...)), seen)
   end
   return seen.bytes
end

--- What an instance's module holds besides its parameters and their gradients: output, gradInput and whatever it keeps for itself.
-- @param self an instance (lampas.instance) that has been run; its input is not counted, even where the module keeps it
-- @return bytes; bytes of parameters and their gradients
function buffers.held(self)
   local seen = { bytes = 0 }
   add({ self.input, self.target, self.gradOutput }, seen)
   local outside = seen.bytes
   if not self.criterion then
      add({ self.module:parameters() }, seen)
   end
   local parameters = seen.bytes - outside
   add(self.module, seen)
   return seen.bytes - parameters - outside, parameters
end

return buffers
