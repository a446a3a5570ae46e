--- Sorting and order statistics along a dimension: values, and a LongTensor of where they lie.
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local types = require 'torch.types'
local blame = require 'lampas.blame'

local define, done, raw, apart = overload.define, operands.done, operands.raw, operands.apart

-- Source, and dimension from 0 (the last one when d is nil), of a work whose results have `size` there.
local function prepare(name, values, indices, x, d, size)
   local from = raw(x)
   if from.nDimension == 0 then
      blame("bad argument to '%s' (an empty tensor)", name)
   end
   local dim = operands.dimension(name, from, d or from.nDimension)
   operands.likeButOne(raw(values), from, dim, size or from.size[dim])
   operands.likeButOne(raw(indices), from, dim, size or from.size[dim])
   return from, dim
end

-- k, which must be 1 … the size of dimension d.
local function check_k(name, k, x, d)
   local p = raw(x)
   local size = p.nDimension > 0 and tonumber(p.size[operands.dimension(name, p, d or p.nDimension)]) or 0
   if k < 1 or k > size or k % 1 ~= 0 then
      blame("bad argument to '%s' (k = %s is out of range: the dimension has size %d)", name, tostring(k), size)
   end
   return k
end

--- x:sort([d = last] [, descending = false]), torch.sort([values, indices,] x [, d] [, descending]).
define('sort', types.all, {
   { '*T *Long T long=nil bool=false', function(T)
      local sort = T.kernels.sort
      return function(values, indices, x, d, descending)
         x = apart(indices, apart(values, x))
         local from, dim = prepare('sort', values, indices, x, d)
         done(sort(raw(values), raw(indices), from, dim, descending and 1 or 0))
      end
   end },
})

--- x:topk([k = 1] [, d = last] [, largest = false] [, sorted = false]): the k smallest or largest.
define('topk', types.all, {
   { '*T *Long T long=1 long=nil bool=false bool=false', function(T)
      local topk = T.kernels.topk
      return function(values, indices, x, k, d, largest, sorted)
         x = apart(indices, apart(values, x))
         local from, dim = prepare('topk', values, indices, x, d, check_k('topk', k, x, d))
         done(topk(raw(values), raw(indices), from, dim, largest and 1 or 0, sorted and 1 or 0))
      end
   end },
})

--- x:kthvalue(k [, d = last]): the k-th smallest.
define('kthvalue', types.all, {
   { '*T *Long T long long=nil', function(T)
      local kthvalue = T.kernels.kthvalue
      return function(values, indices, x, k, d)
         x = apart(indices, apart(values, x))
         check_k('kthvalue', k, x, d)
         local from, dim = prepare('kthvalue', values, indices, x, d, 1)
         done(kthvalue(raw(values), raw(indices), from, dim, k - 1))
      end
   end },
})

--- x:median([d = last]): the one in the middle, of two the lower.
define('median', types.all, {
   { '*T *Long T long=nil', function(T)
      local kthvalue = T.kernels.kthvalue
      return function(values, indices, x, d)
         x = apart(indices, apart(values, x))
         local from, dim = prepare('median', values, indices, x, d, 1)
         done(kthvalue(raw(values), raw(indices), from, dim, (from.size[dim] - 1) / 2))
      end
   end },
})

--- x:mode([d = last]): the most frequent value, of several the smallest.
define('mode', types.all, {
   { '*T *Long T long=nil', function(T)
      local mode = T.kernels.mode
      return function(values, indices, x, d)
         x = apart(indices, apart(values, x))
         local from, dim = prepare('mode', values, indices, x, d, 1)
         done(mode(raw(values), raw(indices), from, dim))
      end
   end },
})
