--- Selection by index tensors and masks: index, gather, scatter, masked*, nonzero.
local library = require 'lampas.library'
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local handle = require 'torch.handle'
local types = require 'torch.types'
local blame = require 'lampas.blame'

local define, done, raw, apart, dimension = overload.define, operands.done, operands.raw, operands.apart, operands.dimension
local engine, core = library.engine, library.core
local Long = types.by_name.Long

-- ---- slices: index, indexCopy, indexAdd, indexFill ---------------------------------------------------------------------

-- A vector of positions 1 … limit, contiguous; what is written to r leaves it alone.
local function positions(name, r, index, limit)
   local p = raw(index)
   if p.nDimension > 1 then
      blame("Index is supposed to be a vector: '%s' got %s", name, operands.text(p))
   elseif engine.lampas_indices_within(p, limit) == 0 then
      blame("index out of range in '%s': positions from %d to %d, but the dimension has size %d", name, index:min(), index:max(), tonumber(limit))
   end
   return apart(r, index):contiguous()
end

-- Fail unless sizes agree but along dim (from 0).
local function require_slices(name, a, b, dim)
   local agree = a.nDimension == b.nDimension
   for d = 0, agree and a.nDimension - 1 or -1 do
      agree = agree and (d == dim or a.size[d] == b.size[d])
   end
   if not agree then
      blame("sizes do not match in '%s': %s and %s may differ in dimension %d only", name, operands.text(a), operands.text(b), dim + 1)
   end
end

--- x:index(d, indices), r:index(x, d, indices): the slices of dimension d that a LongTensor names, copied.
define('index', types.all, {
   { '*T T long Long', function(T)
      local kernel = T.kernels.index
      return function(r, x, d, index)
         x = apart(r, x)
         local from, to = raw(x), raw(r)
         local dim = dimension('index', from, d)
         index = positions('index', r, index, from.size[dim])
         local which = raw(index)
         operands.likeButOne(to, from, dim, core.THTensor_nElement(which))
         if which.nDimension > 0 then
            kernel(to, from, dim, which)
         end
      end
   end },
})

local function into_slices(name)
   return function(T)
      local kernel = T.kernels[name]
      return function(x, d, index, y)
         y = apart(x, y)
         local to, from = raw(x), raw(y)
         local dim = dimension(name, to, d)
         index = positions(name, x, index, to.size[dim])
         local which = raw(index)
         require_slices(name, to, from, dim)
         if core.THTensor_nElement(which) ~= from.size[dim] then
            blame("Number of indices should be equal to source:size(dim) in '%s': %d indices, size %d", name, tonumber(core.THTensor_nElement(which)),
               tonumber(from.size[dim]))
         end
         kernel(to, dim, which, from)
         return x
      end
   end
end

--- x:indexCopy(d, indices, y): slice i of y goes to slice indices[i] of x; indexAdd adds it there. Return self.
define('indexCopy', types.all, { { 'T long Long T', into_slices('indexCopy') } })
define('indexAdd', types.all, { { 'T long Long T', into_slices('indexAdd') } })

--- x:indexFill(d, indices, v): the named slices become v. Returns self.
define('indexFill', types.all, {
   { 'T long Long real', function(T)
      local kernel = T.kernels.indexFill
      return function(x, d, index, v)
         local to = raw(x)
         local dim = dimension('indexFill', to, d)
         index = positions('indexFill', x, index, to.size[dim])
         if raw(index).nDimension > 0 then
            kernel(to, dim, raw(index), v)
         end
         return x
      end
   end },
})

-- ---- gather, scatter -------------------------------------------------------------------------------------------------

local function check_indices(name, whole, index, dim)
   require_slices(name, whole, index, dim)
   if engine.lampas_indices_within(index, whole.size[dim]) == 0 then
      blame('Invalid index in %s: the dimension has size %d', name, tonumber(whole.size[dim]))
   end
end

--- x:gather(d, indices), r:gather(x, d, indices): an element for each index, from its own line along d.
define('gather', types.all, {
   { '*T T long Long', function(T)
      local kernel = T.kernels.gather
      return function(r, x, d, index)
         x, index = apart(r, x), apart(r, index)
         local from, which, to = raw(x), raw(index), raw(r)
         local dim = dimension('gather', from, d)
         check_indices('gather', from, which, dim)
         handle.resizeAs(to, which)
         kernel(to, from, dim, which)
      end
   end },
})

--- x:scatter(d, indices, y or v): the counterpart of gather, in place. Returns self.
define('scatter', types.all, {
   { 'T long Long T', function(T)
      local kernel = T.kernels.scatter
      return function(x, d, index, y)
         index, y = apart(x, index), apart(x, y)
         local to, which, from = raw(x), raw(index), raw(y)
         local dim = dimension('scatter', to, d)
         check_indices('scatter', to, which, dim)
         operands.sameSize('scatter', which, from)
         kernel(to, dim, which, from)
         return x
      end
   end },
   { 'T long Long real', function(T)
      local kernel = T.kernels.scatterFill
      return function(x, d, index, v)
         index = apart(x, index)
         local to, which = raw(x), raw(index)
         local dim = dimension('scatter', to, d)
         check_indices('scatter', to, which, dim)
         kernel(to, dim, which, v)
         return x
      end
   end },
})

-- ---- masks -------------------------------------------------------------------------------------------------------------

local byte = types.by_name.Byte.kernels

-- THTensor of a mask for x, and how many of its elements are 1.
local function mask_of(name, x, mask)
   local p = raw(mask)
   operands.paired(name, raw(x), p)
   if p.nDimension > 0 and byte.maxAll(p) > 1 then
      blame("Mask tensor can take 0 and 1 values only (in '%s')", name)
   end
   return p, tonumber(byte.sumAll(p))
end

--- x:maskedSelect(mask), r:maskedSelect(x, mask): the elements where the mask is 1, as a vector.
define('maskedSelect', types.all, {
   { '*T T Byte', function(T)
      local kernel = T.kernels.maskedSelect
      return function(r, x, mask)
         x, mask = apart(r, x), apart(r, mask)
         local p, count = mask_of('maskedSelect', x, mask)
         local target = r:resize(count)
         if count > 0 and not target:isContiguous() then
            target = T.newTensor():resize(count)
         end
         done(count > 0 and kernel(raw(target), raw(x), p) or 0)
         if not rawequal(target, r) then
            r:copy(target)
         end
      end
   end },
})

--- x:maskedFill(mask, v): v where the mask is 1. Returns self.
define('maskedFill', types.all, {
   { 'T Byte real', function(T)
      local kernel = T.kernels.maskedFill
      return function(x, mask, v)
         mask = apart(x, mask)
         done(kernel(raw(x), mask_of('maskedFill', x, mask), v))
         return x
      end
   end },
})

--- x:maskedCopy(mask, y): successive elements of y where the mask is 1. Returns self.
define('maskedCopy', types.all, {
   { 'T Byte T', function(T)
      local kernel = T.kernels.maskedCopy
      return function(x, mask, y)
         mask, y = apart(x, mask), apart(x, y)
         local p, count = mask_of('maskedCopy', x, mask)
         if count > y:nElement() then
            blame("Number of elements of y < number of ones in mask: %d and %d in 'maskedCopy'", y:nElement(), count)
         end
         local source = y:contiguous()
         done(kernel(raw(x), p, raw(source)))
         return x
      end
   end },
})

-- Work of nonzero on tensors of type S, or of the type that is being defined.
local function nonzero(S)
   return function(T)
      local kernels = (S or T).kernels
      return function(r, x)
         x = apart(r, x)
         local n, dims = tonumber(kernels.countNonzero(raw(x))), x:dim()
         r:resize(n, dims)
         if n > 0 then
            local target = r:isContiguous() and r or Long.newTensor():resize(n, dims)
            kernels.nonzero(raw(target), raw(x))
            if not rawequal(target, r) then
               r:copy(target)
            end
         end
      end
   end
end

--- x:nonzero(), torch.nonzero([r,] x): coordinates (from 1) of the elements that are not 0, one row for each; empty when there are none.
local for_long = { { '*Long T', nonzero() } }
for _, T in ipairs(types.all) do
   if T ~= Long then
      define('nonzero', { T }, { { '*Long T', nonzero() } })
      for_long[#for_long + 1] = { '!T ' .. T.name, nonzero(T) } -- torch.nonzero(r, x) is looked up for the type of r
   end
end
define('nonzero', { Long }, for_long)
