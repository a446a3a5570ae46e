--- Sizes as users give them: numbers, or one LongStorage; as kernels want them: a count and a `long *`.
local ffi = require 'ffi'
local class = require 'torch.class'
local blame = require 'lampas.blame'

local MOST = 64 -- dimensions

local shape = { MOST = MOST }

local LONG = ffi.sizeof('long')
local buffer = ffi.new('long[?]', MOST)
local storage_meta, storage_pointer

--- Storage.lua tells how a LongStorage is recognised and read.
function shape.register(meta, pointer)
   storage_meta, storage_pointer = meta, pointer
end

local function number_or_none(value, is_there)
   return not is_there or type(value) == 'number'
end

--- True when the arguments are one LongStorage or nothing but numbers.
-- The first four are looked at by name: the compiler cannot follow a loop over `select`.
function shape.given(...)
   local n, first, second, third, fourth = select('#', ...), ...
   if getmetatable(first) == storage_meta then
      return n == 1
   end
   if not (type(first) == 'number' and number_or_none(second, n > 1) and number_or_none(third, n > 2) and number_or_none(fourth, n > 3)) then
      return false
   end
   for i = 5, n do
      if type((select(i, ...))) ~= 'number' then
         return false
      end
   end
   return true
end

--- What a `long` can hold: a size as it is, or an error.
function shape.whole(value)
   if type(value) ~= 'number' then
      blame('invalid size: a number expected, got %s', class.type(value))
   elseif not (value >= -2 ^ 63 and value < 2 ^ 63) then
      blame('invalid size: %s', value)
   end
   return value
end

local whole = shape.whole

-- Numbers into the buffer; gives their count.
local function keep(...)
   local n, first, second, third, fourth = select('#', ...), ...
   if n > MOST then
      blame('%d dimensions, but a tensor has at most %d', n, MOST)
   end
   buffer[0] = whole(first)
   buffer[1] = n > 1 and whole(second) or 0
   buffer[2] = n > 2 and whole(third) or 0
   buffer[3] = n > 3 and whole(fourth) or 0
   for i = 5, n do
      buffer[i - 1] = whole((select(i, ...)))
   end
   return n
end

local function keep_storage(storage)
   local n = tonumber(storage.size)
   if n > MOST then
      blame('%d dimensions, but a tensor has at most %d', n, MOST)
   end
   ffi.copy(buffer, storage.data, n * LONG)
   return n
end

--- Count and `long *` of sizes given as numbers or one LongStorage. The buffer is borrowed: valid until the next call.
-- With numbers a size <= 0 ends the list, as Torch has it.
function shape.read(first, ...)
   if getmetatable(first) == storage_meta then
      return keep_storage(storage_pointer(first)), buffer
   end
   local n = keep(first, ...)
   for i = 0, n - 1 do
      if buffer[i] <= 0 then
         return i, buffer
      end
   end
   return n, buffer
end

--- Like read, but sizes <= 0 are kept (view's -1).
function shape.readAny(first, ...)
   if getmetatable(first) == storage_meta then
      return shape.read(first)
   end
   return keep(first, ...), buffer
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
