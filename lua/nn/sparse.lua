--- Batches of sparse samples as kernels take them, for nn.SparseLinear and nn.IndexLinear.
--
-- A batch is { batch, start, index, value, single }: the entries of sample b are those from start[b] (from 0) to before start[b + 1] of
-- `index` (a LongTensor of numbers from 1) and `value`. Its tensors are fields of the module, kept from call to call.
local ffi = require 'ffi'
local check = require 'nn.check'
local buffers = require 'nn.buffers'
local library = require 'lampas.library'
local handle = require 'torch.handle'
local types = require('torch.types').by_name

local sparse = {}

local SAMPLES = ffi.typeof('lampas_sparse')

--- An empty batch for samples of the given numbers of entries.
function sparse.new(self, T, counts)
   local batch, total = #counts, 0
   local start = buffers.sized(self, '_start', types.Long, 1, batch + 1)
   for b = 1, batch do
      start[b] = total
      total = total + counts[b]
   end
   start[batch + 1] = total
   return {
      batch = batch, total = total, start = start, index = buffers.sized(self, '_index', types.Long, 1, total),
      value = buffers.sized(self, '_value', T, 1, total),
   }
end

--- Sets the entries of sample b: vectors of numbers, of any number type, and of values.
function sparse.set(samples, b, index, value)
   local first = samples.start[b]
   local n = samples.start[b + 1] - first
   if n > 0 then
      samples.index:narrow(1, first + 1, n):copy(index)
      samples.value:narrow(1, first + 1, n):copy(value)
   end
end

--- Fails unless every index lies in 1 … limit.
function sparse.check(self, samples, limit)
   if samples.total > 0 and library.engine.lampas_indices_within(handle.raw(samples.index), limit) == 0 then
      check.fail(self, 'an index is out of range: wanted 1 to %d, got %d to %d', limit, samples.index:min(), samples.index:max())
   end
end

--- The C struct; the batch has to stay alive while it is used.
function sparse.struct(samples)
   return SAMPLES(samples.batch, samples.start:data(), samples.index:data())
end

--- The different indices as a LongTensor in self[field]; and, if a field is named for it, the rank of each entry among them.
function sparse.distinct(self, samples, limit, field, rank_field)
   local distinct = buffers.sized(self, field, types.Long, 1, samples.total)
   local rank = rank_field and buffers.sized(self, rank_field, types.Long, 1, samples.total)
   local position = torch.LongTensor(limit)
   local count = samples.total == 0 and 0 or tonumber(library.engine.lampas_indices_distinct(distinct:data(), rank and rank:data(),
      samples.index:data(), samples.total, position:data()))
   return count == 0 and distinct:resize(0) or distinct:resize(count), rank
end

return sparse
