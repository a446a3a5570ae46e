--- Numbers of rows as modules are given them: tensors of any number type, as kernels take them: contiguous LongTensors.
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local handle = require 'torch.handle'
local library = require 'lampas.library'
local Long = require('torch.types').by_name.Long

local indices = {}

--- x as a contiguous LongTensor: itself if it is one, else a copy in self[field].
function indices.long(self, field, x, what)
   local T = handle.typeOf(x)
   if not T then
      check.fail(self, '%s: a tensor of numbers expected, got %s', what, torch.type(x))
   elseif T == Long then
      return buffers.contiguous(self, field, x)
   end
   return buffers.like(self, field, x, Long):copy(x)
end

--- The same, after every number was found to lie in 1 … limit.
function indices.within(self, field, x, what, limit)
   local long = indices.long(self, field, x, what)
   if library.engine.lampas_indices_within(handle.raw(long), limit) == 0 then
      local flat = long:view(-1)
      for i = 1, flat:size(1) do
         if flat[i] < 1 or flat[i] > limit then
            check.fail(self, '%s holds %d at position %d, out of range: wanted 1 to %d', what, flat[i], i, limit)
         end
      end
   end
   return long
end

return indices
