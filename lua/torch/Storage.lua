--- Storages: one-dimensional blocks of elements, shared by the tensors that view them.
local ffi = require 'ffi'
local library = require 'lampas.library'
local types = require 'torch.types'
local class = require 'torch.class'
local shape = require 'torch.shape'
local handle = require 'torch.handle'
local foreign = require 'torch.foreign'
local blame = require 'lampas.blame'

local core = library.core
local cast = ffi.cast
local pointer = handle.storagePointer

-- A number of elements.
local function count_of(n)
   if type(n) ~= 'number' or not (n >= 0 and n < 2 ^ 63) then
      blame('invalid storage size: %s', type(n) == 'number' and n or class.type(n))
   end
   return n
end

local function from_table(T, values)
   local n = #values
   local storage, p = handle.newStorage(T, n)
   local data = T.elements(p.data)
   for i = 1, n do
      local value = tonumber(values[i])
      if not value then
         blame('element at index %d is not a number', i)
      end
      data[i - 1] = value
   end
   return storage
end

-- A part of another storage, from `offset` (1-based) on; the two share memory.
local function view_of(T, source, offset, size)
   local p = pointer(source)
   local whole = tonumber(p.size)
   offset = count_of(offset or 1)
   size = count_of(size or math.max(0, whole - offset + 1))
   if offset < 1 or offset > whole then
      blame('offset out of bounds: %d, but the storage has %d elements', offset, whole)
   end
   if size < 1 or offset + size - 1 > whole then
      blame('size out of bounds: %d elements from %d on, but the storage has %d', size, offset, whole)
   end
   return handle.wrapStorage(T, core.THStorage_newView(p, offset - 1, size))
end

-- Memory that somebody else owns, at an address.
local function borrowed(T, size, address)
   if type(address) ~= 'number' then
      blame('the address of the memory expected as a number, got %s', class.type(address))
   end
   return handle.wrapStorage(T, core.THStorage_newWithData(T.code, cast('void *', address), count_of(size)))
end

-- What a mapping's failure means; the name of the file goes in.
local UNMAPPED = {
   [core.LAMPAS_MAP_NOT_OPENED] = 'unable to open file <%s> in %s mode',
   [core.LAMPAS_MAP_TOO_SHORT] = 'file <%s> size is smaller than the required mapping size (%s mode)',
   [core.LAMPAS_MAP_NOT_ENLARGED] = 'unable to stretch file <%s> to the right size (%s mode)',
   [core.LAMPAS_MAP_REFUSED] = 'unable to map file <%s> into memory (%s mode)',
}
local failure = ffi.new('int[1]')

-- A file as memory, or with `in_memory` a name that processes share memory under.
local function mapped(T, name, shared, size, in_memory)
   size = count_of(size or 0)
   for position, flag in pairs { [2] = shared or false, [4] = in_memory or false } do
      if type(flag) ~= 'boolean' then
         blame('bad argument #%d to %s() (boolean expected, got %s)', position, T.storageName, class.type(flag))
      end
   end
   local kind = not shared and core.LAMPAS_MAP_PRIVATE or in_memory and core.LAMPAS_MAP_MEMORY or core.LAMPAS_MAP_SHARED
   local p = core.THStorage_newWithMapping(T.code, name, size, kind, failure)
   if p == nil then
      blame(UNMAPPED[failure[0]], name, shared and 'read-write' or 'read-only')
   end
   return handle.wrapStorage(T, p)
end

local function define(T)
   local M

   --- torch.XStorage(), (n), (table), (storage [, offset [, size]]) a view, (n, address) borrowed memory,
   -- (file [, shared = false [, size = all [, sharedMem = false]]]) a file as memory: what is written to the storage goes to the
   -- file when it is `shared`, and the file is made or enlarged to `size` elements; with `sharedMem` the name is one of POSIX shared
   -- memory, which goes when a storage over it is freed. Views, borrowed memory and files cannot be resized.
   local function construct(...)
      local first, second = ...
      local kind = type(first)
      if kind == 'number' then
         if second ~= nil then
            return borrowed(T, first, second)
         end
         return (handle.newStorage(T, count_of(first)))
      elseif kind == 'string' then
         return mapped(T, ...)
      elseif kind == 'table' then
         return from_table(T, first)
      elseif kind == 'userdata' and getmetatable(first) == M then
         return view_of(T, ...)
      elseif kind == 'nil' then
         return (handle.newStorage(T, 0))
      end
      blame('invalid arguments for %s(): %s; nothing, a size, a table of numbers, a %s or the name of a file expected', T.storageName,
         class.type(first), T.storageName)
   end

   M = class.newmetatable(T.storageName, nil, construct, library.gcStorage, construct)
   T.storage = M
   T.newStorage = construct
   handle.registerStorage(T)
   M.new = function(...)
      return construct(...)
   end

   -- Elements of p and the 0-based position of index i.
   local function locate(p, i)
      if not (i >= 1 and i < tonumber(p.size) + 1) then
         blame('index %s out of bounds: the storage has %d elements', i, tonumber(p.size))
      end
      return T.elements(p.data), i - 1
   end

   M.__index = function(self, key)
      if type(key) == 'number' then
         local data, i = locate(pointer(self), key)
         return tonumber(data[i])
      end
      return M[key]
   end

   M.__newindex = function(self, key, value)
      if type(key) ~= 'number' or type(value) ~= 'number' then
         blame('a %s takes numbers at numeric indices, got %s at %s', T.storageName, class.type(value), tostring(key))
      end
      local data, i = locate(pointer(self), key)
      data[i] = value
   end

   function M:size()
      return tonumber(pointer(self).size)
   end
   M.__len__ = M.size
   M.__len = M.size

   --- Change the number of elements; contents are kept as far as they fit. Returns self.
   function M:resize(n)
      n = count_of(n)
      handle.check(core.THStorage_resize(pointer(self), n), n * T.bytes)
      return self
   end

   -- The whole storage as a tensor, for what tensors can do.
   local function as_tensor(self)
      return T.newTensor():set(self)
   end

   --- Every element. Returns self.
   function M:fill(value)
      local p = pointer(self)
      if type(value) ~= 'number' then
         blame("bad argument #1 to 'fill' (number expected, got %s)", class.type(value))
      elseif not T.kernels then
         local data = T.elements(p.data)
         for i = 0, tonumber(p.size) - 1 do
            data[i] = value
         end
      elseif p.size > 0 then
         as_tensor(self):fill(value)
      end
      return self
   end

   --- Copy from a storage of any type and the same size. Returns self.
   function M:copy(source)
      local size = M.size(self)
      local S = handle.storageTypeOf(source) or blame('storage expected, got %s', class.type(source))
      if source:size() ~= size then
         blame('size mismatch: %d elements into a storage of %d', source:size(), size)
      end
      if size > 0 then
         as_tensor(self):copy(S.newTensor():set(source))
      end
      return self
   end

   function M:totable()
      local p = pointer(self)
      local data, values = T.elements(p.data), {}
      for i = 1, tonumber(p.size) do
         values[i] = tonumber(data[i - 1])
      end
      return values
   end

   function M.elementSize()
      return T.bytes
   end

   function M.type()
      return T.storageName
   end

   foreign(M, 'TH' .. T.name .. 'Storage', pointer, function(p)
      return cast(T.pointer, p.data)
   end, core.THStorage_retain, core.THStorage_free)

   if T.bytes == 1 then
      --- The contents as a Lua string; with an argument, resize to that string and take its bytes.
      function M:string(text)
         if text ~= nil then
            if type(text) ~= 'string' then
               blame("bad argument #1 to 'string' (string expected, got %s)", class.type(text))
            end
            M.resize(self, #text)
            ffi.copy(pointer(self).data, text, #text)
            return self
         end
         local p = pointer(self)
         return p.size > 0 and ffi.string(p.data, p.size) or ''
      end
   end
end

for _, T in ipairs(types.stored) do
   define(T)
end

shape.register(types.by_name.Long.storage, pointer)
