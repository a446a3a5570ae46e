--- Sizes as users give them: numbers, or one LongStorage; as kernels want them: a count and a `long *`.
local ffi = require 'ffi'
local blame = require 'lampas.blame'

local shape = {}

local MOST = 64 -- dimensions
local buffer = ffi.new('long[?]', MOST)
local storage_meta, storage_pointer

--- Storage.lua tells how a LongStorage is recognised and read.
function shape.register(meta, pointer)
   storage_meta, storage_pointer = meta, pointer
end

--- True when the arguments are one LongStorage or nothing but numbers.
function shape.given(first, ...)
   if getmetatable(first) == storage_meta then
      return select('#', ...) == 0
   end
   if type(first) ~= 'number' then
      return false
   end
   for i = 1, select('#', ...) do
      if type((select(i, ...))) ~= 'number' then
         return false
      end
   end
   return true
end

--- Count and `long *` of sizes given as numbers or one LongStorage. The buffer is borrowed: valid until the next call.
-- With numbers a size <= 0 ends the list, as Torch has it.
function shape.read(first, ...)
   if getmetatable(first) == storage_meta then
      local storage = storage_pointer(first)
      local n = tonumber(storage.size)
      if n > MOST then
         blame('%d dimensions, but a tensor has at most %d', n, MOST)
      end
      local data = ffi.cast('long *', storage.data)
      for i = 0, n - 1 do
         buffer[i] = data[i]
      end
      return n, buffer
   end
   local n = 1 + select('#', ...)
   if n > MOST then
      blame('%d dimensions, but a tensor has at most %d', n, MOST)
   end
   for i = 1, n do
      local size = i == 1 and first or (select(i - 1, ...))
      if size <= 0 then
         return i - 1, buffer
      end
      buffer[i - 1] = size
   end
   return n, buffer
end

--- Like read, but sizes <= 0 are kept (view's -1).
function shape.readAny(first, ...)
   if getmetatable(first) == storage_meta then
      return shape.read(first)
   end
   local n = 1 + select('#', ...)
   for i = 1, n do
      buffer[i - 1] = i == 1 and first or (select(i - 1, ...))
   end
   return n, buffer
end

--- '2x3x4' for a count and a `long *`.
function shape.text(n, sizes)
   local words = {}
   for i = 1, n do
      words[i] = ('%d'):format(tonumber(sizes[i - 1]))
   end
   return table.concat(words, 'x')
end

return shape
