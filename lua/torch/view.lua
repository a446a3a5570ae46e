--- Views: other shapes over the same elements. Every method returns a new tensor that shares the storage.
local ffi = require 'ffi'
local library = require 'lampas.library'
local types = require 'torch.types'
local class = require 'torch.class'
local shape = require 'torch.shape'
local handle = require 'torch.handle'
local overload = require 'torch.overload'
local blame = require 'lampas.blame'

local core = library.core
local pointer = handle.pointer

local Longs, LONG = ffi.typeof('long[?]'), ffi.sizeof('long')

-- 0-based dimension, checked. Numbers may come as strings, as everywhere in Torch.
local function dimension(p, d, name)
   d = type(d) == 'string' and tonumber(d) or d
   if type(d) ~= 'number' or not (d >= 1 and d < p.nDimension + 1) then
      blame("bad argument to '%s' (dimension %s out of range of %dD tensor)", name, tostring(d), p.nDimension)
   end
   return math.floor(d) - 1
end

local function number(value, name, what)
   value = type(value) == 'string' and tonumber(value) or value
   if type(value) ~= 'number' or value ~= value then
      blame("bad argument to '%s' (%s expected as a number, got %s)", name, what, value ~= value and 'nan' or class.type(value))
   end
   return value < 0 and math.ceil(value) or math.floor(value)
end

-- A copy of the borrowed sizes of shape.read, to be kept or changed.
local function own(n, sizes)
   local copy = Longs(math.max(n, 1))
   ffi.copy(copy, sizes, n * LONG)
   return copy
end

local function require_sizes(name, ...)
   if not shape.given(...) then
      blame("bad argument to '%s' (sizes expected as numbers or as a torch.LongStorage, got %s)", name, class.type((...)))
   end
end

-- `target`, nil for a new tensor of type T, becomes a view of source's storage, at its offset, with these sizes and strides. Returns it.
-- New tensors are made here, last: what comes before is compiled, making one is not.
local function show(T, target, source, n, sizes, strides)
   target = target or T.newTensor()
   local p = pointer(source)
   handle.set(pointer(target), p.storage, p.storageOffset, n, sizes, strides)
   return target
end

-- Calls of the forms x:f(…) and r:f(x, …): target (nil for the first form), source, and whether the first argument was used up.
local function target_and_source(T, self, first)
   if getmetatable(first) == T.tensor then
      return self, first, true
   end
   return nil, self, false
end

local function drop_first(given, first, ...)
   if given then
      return ...
   end
   return first, ...
end

-- ---- narrow, select, transpose and their kind ------------------------------------------------------------------------

local function define_slices(T, M)
   --- Elements first … first+length-1 along dimension d.
   function M:narrow(d, first, length)
      local p = pointer(self)
      local dim = dimension(p, d, 'narrow')
      first = number(first, 'narrow', 'first index')
      length = number(length, 'narrow', 'length')
      local size = tonumber(p.size[dim])
      if first < 1 or length < 1 or first + length - 1 > size then
         blame("bad argument to 'narrow' (%.0f elements from %.0f on are out of range of dimension %d of size %d)", length, first, d, size)
      end
      local view, v = handle.new(T)
      handle.check(core.THTensor_narrow(v, pointer(self), dim, first - 1, length))
      return view
   end

   --- The slice i of dimension d, which disappears; a number for a vector.
   function M:select(d, i)
      local p = pointer(self)
      local dim = dimension(p, d, 'select')
      i = number(i, 'select', 'index')
      local size = tonumber(p.size[dim])
      if i < 1 or i > size then
         blame("bad argument to 'select' (index %.0f out of range of dimension %d of size %d)", i, d, size)
      end
      if p.nDimension == 1 then
         return tonumber(handle.elements(self)[(i - 1) * p.stride[0]])
      end
      local view, v = handle.new(T)
      handle.check(core.THTensor_select(v, pointer(self), dim, i - 1))
      return view
   end

   --- sub(s1, e1 [, s2, e2 …]): a range for each of the first dimensions; negative counts from the end.
   function M:sub(...)
      local view = self
      local count = select('#', ...)
      if count == 0 or count % 2 == 1 or count / 2 > pointer(self).nDimension then
         blame("bad argument to 'sub' (pairs of start and end expected for up to %d dimensions, got %d numbers)", pointer(self).nDimension, count)
      end
      for d = 1, count / 2 do
         local first, last = select(2 * d - 1, ...)
         local size = view:size(d)
         first, last = number(first, 'sub', 'start'), number(last, 'sub', 'end')
         first = first < 0 and size + first + 1 or first
         last = last < 0 and size + last + 1 or last
         view = view:narrow(d, first, last - first + 1)
      end
      return view
   end

   --- Dimensions d1 and d2 exchanged.
   function M:transpose(d1, d2)
      local p = pointer(self)
      local dim1, dim2 = dimension(p, d1, 'transpose'), dimension(p, d2, 'transpose')
      local view, v = handle.new(T)
      handle.check(core.THTensor_transpose(v, pointer(self), dim1, dim2))
      return view
   end

   --- The transpose of a matrix.
   function M:t()
      if pointer(self).nDimension ~= 2 then
         blame("bad argument to 't' (a tensor with 2 dimensions expected, got %dD)", pointer(self).nDimension)
      end
      return self:transpose(1, 2)
   end

   --- Windows of `size` elements, `step` apart, along d; the window becomes a new last dimension.
   function M:unfold(d, size, step)
      local p = pointer(self)
      local dim = dimension(p, d, 'unfold')
      size, step = number(size, 'unfold', 'size'), number(step, 'unfold', 'step')
      if size < 1 or size > tonumber(p.size[dim]) or step < 1 or step >= 2 ^ 63 then
         blame("bad argument to 'unfold' (size %.0f, step %.0f out of range of dimension %d of size %d)", size, step, d, tonumber(p.size[dim]))
      end
      local view, v = handle.new(T)
      handle.check(core.THTensor_unfold(v, pointer(self), dim, size, step))
      return view
   end

   --- Dimensions in another order: permute(2, 3, 1) has the old second dimension first.
   function M:permute(...)
      local p = pointer(self)
      local n = p.nDimension
      local sizes, strides, seen = Longs(math.max(n, 1)), Longs(math.max(n, 1)), {}
      if select('#', ...) ~= n then
         blame('Invalid permutation: %d dimensions given for a %dD tensor', select('#', ...), n)
      end
      for i = 1, n do
         local d = select(i, ...)
         if type(d) ~= 'number' or not (d >= 1 and d <= n) or d % 1 ~= 0 or seen[d] then
            blame('Invalid permutation: %s at place %d', tostring(d), i)
         end
         seen[d] = true
         sizes[i - 1], strides[i - 1] = p.size[d - 1], p.stride[d - 1]
      end
      return show(T, nil, self, n, sizes, strides)
   end

   -- Sizes and strides without dimensions of size 1: all of them, or only d.
   local function squeezed(p, d)
      local n, sizes, strides = 0, Longs(math.max(p.nDimension, 1)), Longs(math.max(p.nDimension, 1))
      for i = 0, p.nDimension - 1 do
         if p.size[i] ~= 1 or (d and i ~= d - 1) then
            sizes[n], strides[n] = p.size[i], p.stride[i]
            n = n + 1
         end
      end
      return n, sizes, strides
   end

   --- squeeze([d]), r:squeeze(x [, d]): without the dimensions of size 1 (or without d, if it has size 1).
   -- One element left over (all dimensions squeezed, or the only one) comes as a number.
   function M:squeeze(...)
      local target, source, given = target_and_source(T, self, (...))
      local d = drop_first(given, ...)
      local p = pointer(source)
      if d ~= nil then
         dimension(p, d, 'squeeze')
      end
      local n, sizes, strides = squeezed(p, d)
      if n == 0 and p.nDimension > 0 then
         n, sizes[0], strides[0] = 1, 1, 1
         if not given then
            return tonumber(handle.elements(source)[0])
         end
      end
      target = show(T, target, source, n, sizes, strides)
      if n == 1 and d == nil and sizes[0] == 1 then
         return tonumber(handle.elements(source)[0])
      end
      return target
   end
end

-- ---- view, expand, reshape ------------------------------------------------------------------------------------------------

-- Replace the one -1 among the sizes by what the element count leaves for it.
local function infer(n, sizes, count)
   local unknown, product = nil, 1
   for i = 0, n - 1 do
      if sizes[i] == -1 then
         if unknown then
            blame('Only one of the sizes may be -1')
         end
         unknown = i
      else
         product = product * tonumber(sizes[i])
      end
   end
   if unknown then
      if product == 0 or count % product ~= 0 then
         blame('the number of covered elements is not a multiple of %d', product)
      end
      sizes[unknown] = count / product
      product = count
   end
   return product
end

local function define_shapes(T, M)
   local function view(target, source, n, sizes)
      local p = pointer(source)
      if core.THTensor_isContiguous(p) == 0 then
         blame('expecting a contiguous tensor')
      end
      local count = source:nElement()
      local inferred = own(n, sizes)
      if infer(n, inferred, count) ~= count or n == 0 then
         blame('Wrong size for view. Input size: %s. Output size: %s', shape.text(p.nDimension, p.size), shape.text(n, sizes))
      end
      return show(T, target, source, n, inferred, nil)
   end

   --- view(s1, …), view(LongStorage), r:view(x, …): other sizes for a contiguous tensor; one may be -1.
   function M:view(...)
      local target, source, given = target_and_source(T, self, (...))
      require_sizes('view', drop_first(given, ...))
      return view(target, source, shape.readAny(drop_first(given, ...)))
   end

   --- viewAs(y), r:viewAs(x, y): view with the sizes of y.
   function M:viewAs(first, second)
      local target, source, template = nil, self, first
      if second ~= nil then
         target, source, template = self, first, second
      end
      if handle.storageTypeOf(template) then
         return view(target, source, shape.readAny(template))
      end
      local p = pointer(template)
      return view(target, source, p.nDimension, p.size)
   end

   local function expand(target, source, n, sizes)
      local p = pointer(source)
      if n ~= p.nDimension then
         blame('the number of dimensions provided must equal tensor:dim(): got %d for %d', n, p.nDimension)
      end
      local size, stride = own(n, p.size), own(n, p.stride)
      for d = 0, n - 1 do
         if size[d] == 1 then
            if sizes[d] ~= 1 then
               size[d], stride[d] = sizes[d], 0
            end
         elseif size[d] ~= sizes[d] then
            blame('incorrect size: only supporting singleton expansion (size=1), but dimension %d has size %d', d + 1, tonumber(size[d]))
         end
      end
      return show(T, target, source, n, size, stride)
   end

   --- expand(s1, …), r:expand(x, …): dimensions of size 1 repeated without copying (stride 0).
   function M:expand(...)
      local target, source, given = target_and_source(T, self, (...))
      require_sizes('expand', drop_first(given, ...))
      return expand(target, source, shape.read(drop_first(given, ...)))
   end

   --- expandAs(y), r:expandAs(x, y).
   function M:expandAs(first, second)
      local target, source, template = nil, self, first
      if second ~= nil then
         target, source, template = self, first, second
      end
      local p = pointer(template)
      return expand(target, source, p.nDimension, p.size)
   end

   --- reshape(s1, …), r:reshape(x, …): a copy with other sizes.
   function M:reshape(...)
      local target, source, given = target_and_source(T, self, (...))
      require_sizes('reshape', drop_first(given, ...))
      pointer(source)
      local n, sizes = shape.read(drop_first(given, ...))
      local product = n > 0 and 1 or 0
      for d = 0, n - 1 do
         product = product * tonumber(sizes[d])
      end
      if product ~= source:nElement() then
         blame("bad argument to 'reshape' (sizes %s hold %d elements, the tensor has %d)", shape.text(n, sizes), product, source:nElement())
      end
      if given then
         source = source:clone() -- the target may share its storage with the source
         n, sizes = shape.read(drop_first(given, ...))
      end
      target = target or T.newTensor()
      handle.resize(pointer(target), n, own(n, sizes), nil)
      return target:copy(source)
   end

   --- The same tensor if it is contiguous, else a contiguous copy.
   function M:contiguous()
      return core.THTensor_isContiguous(pointer(self)) ~= 0 and self or self:clone()
   end

   --- A contiguous copy.
   function M:clone()
      local copy, p = handle.new(T)
      handle.resizeAs(p, pointer(self))
      return self:nElement() > 0 and copy:copy(self) or copy
   end

   --- repeatTensor(n1, …), r:repeatTensor(x, …): copies side by side; leading counts may add dimensions.
   function M:repeatTensor(...)
      local target, source, given = target_and_source(T, self, (...))
      require_sizes('repeatTensor', drop_first(given, ...))
      local n, counts = shape.read(drop_first(given, ...))
      local p = pointer(source)
      local added = n - p.nDimension
      if added < 0 then
         blame('Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor')
      end
      -- The result as (count 1, size 1, count 2, size 2 …): the source expanded over the counts.
      local result, paired, from = Longs(n), Longs(2 * n), Longs(2 * n)
      for d = 0, n - 1 do
         local size = d < added and 1 or p.size[d - added]
         result[d] = counts[d] * size
         paired[2 * d], paired[2 * d + 1] = counts[d], size
         from[2 * d], from[2 * d + 1] = 1, size
      end
      local elements = p.nDimension > 0 and n or 0 -- of an empty tensor there is nothing to repeat
      source, target = source:contiguous(), target or T.newTensor()
      handle.resize(pointer(target), elements, result, nil)
      if elements == 0 then
         return target
      end
      show(T, nil, target, 2 * n, paired):copy(expand(nil, show(T, nil, source, 2 * n, from), 2 * n, paired))
      return target
   end
end

-- ---- split and chunk ------------------------------------------------------------------------------------------------------

local function define_parts(M)
   local function arguments(result, size, d)
      if type(result) ~= 'table' then
         return {}, result, size or 1
      end
      for key in pairs(result) do
         result[key] = nil
      end
      return result, size, d or 1
   end

   --- split([result,] size [, d=1]): a table of narrows of `size` along d; the last may be shorter.
   function M:split(...)
      local result, size, d = arguments(...)
      size = number(size, 'split', 'size')
      if size < 1 then
         blame("bad argument to 'split' (a size of at least 1 expected, got %.0f)", size)
      end
      local whole = M.size(self, d)
      for first = 1, whole, size do
         result[#result + 1] = self:narrow(d, first, math.min(size, whole - first + 1))
      end
      return result
   end

   --- chunk([result,] n [, d=1]): a table of at most n narrows of equal size along d.
   function M:chunk(...)
      local result, n, d = arguments(...)
      n = number(n, 'chunk', 'number of chunks')
      if n < 1 then
         blame("bad argument to 'chunk' (at least 1 chunk expected, got %.0f)", n)
      end
      return M.split(self, result, math.ceil(M.size(self, d) / n), d)
   end
end

for _, T in ipairs(types.stored) do
   define_slices(T, T.tensor)
   define_shapes(T, T.tensor)
   define_parts(T.tensor)
end

-- torch.view(r, x, …) and the rest as functions: the first argument is the receiver.
for _, name in ipairs {
   'narrow', 'select', 'sub', 'transpose', 't', 'unfold', 'permute', 'squeeze', 'view', 'viewAs', 'expand', 'expandAs', 'reshape', 'contiguous',
   'clone', 'repeatTensor', 'split', 'chunk',
} do
   overload.torch[name] = function(first, ...)
      local T = handle.typeOf(first)
      if not T and type(first) == 'table' then -- torch.split(result, x, size)
         local x = ...
         T = handle.typeOf(x)
         return T and T.tensor[name](x, first, select(2, ...)) or blame("bad argument #1 to '%s' (tensor expected, got table)", name)
      end
      if not T then
         blame("bad argument #1 to '%s' (tensor expected, got %s)", name, class.type(first))
      end
      return T.tensor[name](first, ...)
   end
end


