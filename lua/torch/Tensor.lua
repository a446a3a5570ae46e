--- Tensors: construction, queries, storage and size. Views are in view.lua, elements in index.lua.
local ffi = require 'ffi'
local library = require 'lampas.library'
local types = require 'torch.types'
local class = require 'torch.class'
local shape = require 'torch.shape'
local handle = require 'torch.handle'
local foreign = require 'torch.foreign'
local overload = require 'torch.overload'
local blame = require 'lampas.blame'

local core = library.core
local cast = ffi.cast
local pointer, storage_pointer = handle.pointer, handle.storagePointer
local Long = types.by_name.Long

-- ---- from nested tables -----------------------------------------------------------------------------------------

-- Sizes of a nested table, read along its first entries.
local function table_sizes(values)
   local sizes = {}
   while type(values) == 'table' do
      if #sizes == shape.MOST then
         blame('invalid tensor definition: tables in more than %d levels', shape.MOST)
      end
      sizes[#sizes + 1] = #values
      if #sizes > 1 and #values == 0 then
         blame('invalid tensor definition: an empty table inside a table')
      end
      values = values[1]
   end
   return sizes
end

local function fill_from_table(data, position, values, sizes, depth)
   if type(values) ~= 'table' or #values ~= sizes[depth] then
      blame('invalid tensor sizes: tables of equal length expected at depth %d', depth)
   end
   if depth < #sizes then
      for i = 1, #values do
         position = fill_from_table(data, position, values[i], sizes, depth + 1)
      end
      return position
   end
   for i = 1, #values do
      local value = values[i]
      if type(value) ~= 'number' then
         value = type(value) == 'string' and tonumber(value) or blame('invalid element (not a number): %s', tostring(values[i]))
      end
      data[position] = value
      position = position + 1
   end
   return position
end

local function set_from_table(T, p, values)
   local sizes = table_sizes(values)
   if sizes[1] == 0 then
      return
   end
   handle.resize(p, shape.read(unpack(sizes)))
   fill_from_table(T.elements(p.storage.data), 0, values, sizes, 1)
end

-- ---- from a storage ---------------------------------------------------------------------------------------------

-- s1, st1, s2, st2 … as two arrays; a missing or negative stride stays negative, which the core reads as contiguous.
local function interleaved(...)
   local count = select('#', ...)
   local n = math.ceil(count / 2)
   local sizes, strides = ffi.new('long[?]', n), ffi.new('long[?]', n)
   for d = 1, n do
      local size, stride = select(2 * d - 1, ...)
      sizes[d - 1], strides[d - 1] = shape.whole(size), shape.whole(stride or -1)
   end
   return n, sizes, strides
end

local function longs(storage)
   local p = storage_pointer(storage)
   return cast('long *', p.data), tonumber(p.size)
end

local function set_from_storage(p, storage, offset, sizes, ...)
   local s = storage_pointer(storage)
   offset = offset or 1
   if type(offset) ~= 'number' or not (offset >= 1 and offset < 2 ^ 63) then
      blame('invalid storage offset: %s', tostring(offset))
   end
   if sizes == nil then
      local rest = tonumber(s.size) - offset + 1
      if rest < 0 then
         blame('invalid storage offset: %.0f, but the storage has %d elements', offset, tonumber(s.size))
      end
      local size = ffi.new('long[1]', rest)
      handle.set(p, s, offset - 1, rest > 0 and 1 or 0, size, nil)
   elseif getmetatable(sizes) == Long.storage then
      local size, n = longs(sizes)
      local strides = ...
      local stride, count
      if strides ~= nil then
         stride, count = longs(strides)
         if count ~= n then
            blame('provided stride and size are inconsistent: %d sizes, %d strides', n, count)
         end
      end
      handle.set(p, s, offset - 1, n, size, stride)
   else
      handle.set(p, s, offset - 1, interleaved(sizes, ...))
   end
end

local function set_from_sizes(p, sizes, strides)
   local size, n = longs(sizes)
   local stride
   if strides ~= nil then
      local count
      stride, count = longs(strides)
      if count ~= n then
         blame('provided stride and size are inconsistent: %d sizes, %d strides', n, count)
      end
   end
   handle.resize(p, n, size, stride)
end

-- ---- the class --------------------------------------------------------------------------------------------------

local function define(T)
   local M

   local function set_from(p, ...)
      local first, second = ...
      local kind = type(first)
      if kind == 'number' then
         handle.resize(p, shape.read(...))
      elseif kind == 'table' then
         set_from_table(T, p, first)
      elseif getmetatable(first) == M then
         handle.check(core.THTensor_setTo(p, pointer(first)))
      elseif getmetatable(first) == T.storage then
         set_from_storage(p, ...)
      elseif getmetatable(first) == Long.storage then
         set_from_sizes(p, first, second)
      else
         blame('invalid arguments for %s(): %s; sizes, a table of numbers, a LongStorage, a %s or a %s expected', T.tensorName, class.type(first),
            T.tensorName, T.storageName)
      end
   end

   --- torch.XTensor(): empty; (s1, s2, …) or (LongStorage [, LongStorage strides]): uninitialised; (tensor): a new view;
   -- (storage [, offset [, sizes [, strides]]]) or (storage, offset, s1, st1, …): a view; (nested table): its values.
   local function construct(...)
      local self, p = handle.new(T)
      if select('#', ...) > 0 then
         set_from(p, ...)
      end
      return self
   end

   M = class.newmetatable(T.tensorName, nil, construct, library.gcTensor, construct)
   T.tensor = M
   T.newTensor = function()
      return (handle.new(T))
   end
   handle.registerTensor(T)
   overload.register(T)

   -- Operations become methods on first use.
   setmetatable(M, {
      __index = function(_, name)
         local method = type(name) == 'string' and overload.method(T, name)
         if method then
            rawset(M, name, method)
            return method
         end
      end,
      __metatable = false,
   })

   function M:dim()
      return pointer(self).nDimension
   end
   M.nDimension = M.dim

   -- A LongStorage with the n longs at `values`.
   local function storage_of(values, n)
      local storage, s = handle.newStorage(Long, n)
      if n > 0 then
         ffi.copy(s.data, values, n * Long.bytes)
      end
      return storage
   end

   local function one_of(p, values, d)
      d = type(d) == 'string' and tonumber(d) or d
      if type(d) ~= 'number' or not (d >= 1 and d < p.nDimension + 1) then
         blame('dimension %s out of range of %dD tensor', tostring(d), p.nDimension)
      end
      return tonumber(values[d - 1])
   end

   --- Sizes as a LongStorage, or the size of dimension d.
   function M:size(d)
      local p = pointer(self)
      if d ~= nil then
         return one_of(p, p.size, d)
      end
      return storage_of(p.size, p.nDimension)
   end
   M.__len__ = M.size
   M.__len = function(self)
      return M.__len__(self)
   end

   --- Strides in elements as a LongStorage, or the stride of dimension d.
   function M:stride(d)
      local p = pointer(self)
      if d ~= nil then
         return one_of(p, p.stride, d)
      end
      return storage_of(p.stride, p.nDimension)
   end

   --- The storage, or nil when there never was one.
   function M:storage()
      local s = pointer(self).storage
      if s ~= nil then
         core.THStorage_retain(s)
         return handle.wrapStorage(T, s)
      end
   end

   --- Position of the first element in the storage, from 1.
   function M:storageOffset()
      return tonumber(pointer(self).storageOffset) + 1
   end

   function M:nElement()
      return tonumber(core.THTensor_nElement(pointer(self)))
   end
   M.numel = M.nElement

   function M:isContiguous()
      return core.THTensor_isContiguous(pointer(self)) ~= 0
   end

   function M:isSameSizeAs(other)
      return core.THTensor_isSameSizeAs(pointer(self), pointer(other)) ~= 0
   end

   --- True when the sizes are those of a LongStorage.
   function M:isSize(sizes)
      local p = pointer(self)
      local size, n = longs(sizes)
      if n ~= p.nDimension then
         return false
      end
      for d = 0, n - 1 do
         if size[d] ~= p.size[d] then
            return false
         end
      end
      return true
   end

   --- True when both show the same elements: storage, offset, sizes and strides agree.
   function M:isSetTo(other)
      return core.THTensor_isSetTo(pointer(self), pointer(other)) ~= 0
   end

   function M.elementSize()
      return T.bytes
   end

   --- set(): forget the storage; set(tensor), set(storage [, offset [, sizes [, strides]]]), set(storage, offset, s1, st1, …).
   function M:set(...)
      local p = pointer(self)
      local source = ...
      if select('#', ...) == 0 then
         handle.set(p, nil, 0, 0, nil, nil)
      elseif getmetatable(source) == M then
         handle.check(core.THTensor_setTo(p, pointer(source)))
      elseif getmetatable(source) == T.storage then
         set_from_storage(p, ...)
      else
         blame('invalid arguments for set: %s; a %s or a %s expected', class.type(source), T.tensorName, T.storageName)
      end
      return self
   end

   --- Other sizes over the same storage, which grows if it is too small and never shrinks. Returns self.
   function M:resize(...)
      local p = pointer(self)
      local first, strides = ...
      if getmetatable(first) == Long.storage then
         set_from_sizes(p, first, strides)
      elseif shape.given(...) then
         handle.resize(p, shape.read(...))
      else
         blame('invalid arguments for resize: sizes expected as numbers or as a torch.LongStorage, got %s', class.type(first))
      end
      return self
   end

   --- The sizes of another tensor of the same type; nothing changes when they are the same. Returns self.
   function M:resizeAs(other)
      if getmetatable(other) ~= M then
         blame('invalid arguments for resizeAs: %s expected, got %s', T.tensorName, class.type(other))
      end
      handle.resizeAs(pointer(self), pointer(other))
      return self
   end

   foreign(M, 'TH' .. T.name .. 'Tensor', pointer, function(p)
      return p.storage ~= nil and cast(T.pointer, p.storage.data) + p.storageOffset or cast(T.pointer, handle.NULL)
   end, core.THTensor_retain, core.THTensor_free)
end

for _, T in ipairs(types.stored) do
   define(T)
end
