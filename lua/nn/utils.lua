--- nn.utils: operations on tensors in nested tables, and on the fields of modules.
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local blame = require 'lampas.blame'

local utils = {}

local by_name = {}
for _, T in ipairs(types.stored) do
   by_name[T.tensorName] = T
end

-- ---- type conversion ------------------------------------------------------------------------------------------------

-- The tensor in type T, over the one converted copy of its storage.
local function convert_tensor(x, T, cache)
   local storage = x:storage()
   local converted = T.newTensor()
   if storage then
      local key = class.pointer(storage) -- stays this storage's: the cache keeps x, and x its storage
      cache[key] = cache[key] or storage:type(T.storageName)
      converted:set(cache[key], x:storageOffset(), x:size(), x:stride())
   end
   return converted
end

--- A value in which every tensor has the type named `name`: tensors are replaced, tables, modules and criteria changed in place.
-- Storages that were shared stay shared; pass one `cache` to convert several values consistently.
function utils.recursiveType(value, name, cache)
   if not name then
      blame('recursiveType: a type name expected')
   end
   cache = cache or {}
   local from = handle.typeOf(value)
   if from then
      if from.tensorName ~= name then
         local T = by_name[name] or blame('unknown tensor type %s', tostring(name))
         cache[value] = cache[value] or convert_tensor(value, T, cache)
         return cache[value]
      end
   elseif type(value) == 'table' and not cache[value] then
      cache[value] = true -- done: a table may be met again, and may hold itself
      if class.isTypeOf(value, 'nn.Module') or class.isTypeOf(value, 'nn.Criterion') then
         value:type(name, cache)
      else
         for key, entry in pairs(value) do
            value[key] = utils.recursiveType(entry, name, cache)
         end
      end
   end
   return value
end

-- ---- pairs of nested tables -------------------------------------------------------------------------------------------

-- Makes t1 as nested as t2, entry by entry, and calls act(tensor of t1, tensor of t2) at each tensor. Returns both.
local function both(t1, t2, act)
   if class.type(t2) == 'table' then
      t1 = class.type(t1) == 'table' and t1 or { t1 }
      for key in pairs(t2) do
         t1[key], t2[key] = both(t1[key], t2[key], act)
      end
      for key in pairs(t1) do
         if t2[key] == nil then
            t1[key] = nil
         end
      end
   elseif handle.typeOf(t2) then
      t1 = handle.typeOf(t1) and t1 or t2.new()
      act(t1, t2)
   else
      blame('expecting nested tensors or tables. Got %s and %s instead', class.type(t1), class.type(t2))
   end
   return t1, t2
end

--- Gives the tensors of t1 the sizes of those of t2; missing entries are made, surplus ones dropped. Returns t1, t2.
function utils.recursiveResizeAs(t1, t2)
   return both(t1, t2, function(x, like)
      x:resize(like:size())
   end)
end

--- Copies the tensors of t2 to those of t1, which are made or resized to fit. Returns t1, t2.
function utils.recursiveCopy(t1, t2)
   return both(t1, t2, function(x, source)
      x:resize(source:size()):copy(source)
   end)
end

--- recursiveAdd(t1, [value,] t2): t1 += value * t2, value 1 by default. Returns t1, t2.
function utils.recursiveAdd(t1, value, t2)
   if t2 == nil then
      value, t2 = 1, value
   end
   return both(t1, t2, function(x, y)
      x:add(value, y)
   end)
end

--- Fills every tensor with a number.
function utils.recursiveFill(t, value)
   if class.type(t) == 'table' then
      for _, entry in pairs(t) do
         utils.recursiveFill(entry, value)
      end
   elseif handle.typeOf(t) then
      t:fill(value)
   else
      blame('expecting tensor or table thereof. Got %s instead', class.type(t))
   end
   return t
end

-- ---- views --------------------------------------------------------------------------------------------------------------

--- addSingletonDimension([view,] t [, dim=1]): t with a dimension of size 1 before dimension dim, as a view.
function utils.addSingletonDimension(view, t, dim)
   if not handle.typeOf(t) then
      view, t, dim = nil, view, t
   end
   if not handle.typeOf(t) then
      blame('input tensor expected, got %s', class.type(t))
   end
   dim = dim or 1
   if dim < 1 or dim > t:dim() + 1 then
      blame('invalid dimension: %d. Tensor is of %d dimensions.', dim, t:dim())
   end
   local sizes, strides = t:size():totable(), t:stride():totable()
   table.insert(sizes, dim, 1)
   table.insert(strides, dim, 1)
   view = view or t.new()
   return view:set(t:storage(), t:storageOffset(), torch.LongStorage(sizes), torch.LongStorage(strides))
end

--- contiguousView([out,] x, sizes): a view of x with other sizes; of a copy in `out` where x is not contiguous.
function utils.contiguousView(output, input, ...)
   output = output or input.new()
   if input:isContiguous() then
      return output:view(input, ...)
   end
   output:resize(input:size()):copy(input)
   return output:view(output, ...)
end

-- ---- fields ---------------------------------------------------------------------------------------------------------------

--- clear(object, names or table of names): empties fields (a tensor forgets its storage, a table becomes a new one, anything else nil).
function utils.clear(object, ...)
   local names = { ... }
   if type(names[1]) == 'table' then
      names = names[1]
   end
   for _, name in ipairs(names) do
      local value = object[name]
      if handle.typeOf(value) then
         value:set()
      elseif type(value) == 'table' then
         object[name] = {}
      else
         object[name] = nil
      end
   end
   return object
end

return utils
