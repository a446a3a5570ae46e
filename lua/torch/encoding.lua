--- Elements on streams: native bytes, swapped bytes, longs of four bytes, or text.
--
-- The stream's fields say which: binary, swapped (the other byte order), long_bytes (8 or 4), spaced (ascii: blanks between
-- elements, a newline behind the last one). `plain` sums up the first three for everything but longs.
local ffi = require 'ffi'
local library = require 'lampas.library'
local types = require 'torch.types'
local stream = require 'torch.stream'

local core = library.core
local cast, min, floor = ffi.cast, math.min, math.floor
local take, give, more = stream.take, stream.give, stream.more

local Long = types.by_name.Long
local BYTES, INTS, LONGS = ffi.typeof('uint8_t *'), ffi.typeof('int32_t *'), ffi.typeof('long *')
local CHUNK = 4096     -- elements converted at a time, binary
local TEXT_CHUNK = 64  -- elements converted at a time, ascii
local TEXT_WIDTH = core.LAMPAS_ASCII_WIDTH
local BLANK_TO_NEWLINE = 10

local encoding = {}

--- Elements of T stand in the file as they do in memory.
function encoding.isPlain(s, T)
   return s.plain and (T ~= Long or s.long_bytes == T.bytes)
end

--- Bytes of one element in the file; of text, the fewest that it can take.
function encoding.bytes(s, T)
   if not s.binary then
      return 1
   end
   return T == Long and s.long_bytes or T.bytes
end

-- ---- binary -------------------------------------------------------------------------------------------------------

local scratch = ffi.new('uint8_t[?]', CHUNK * 8)

local function swap_bytes(data, n, width)
   for i = 0, n - 1 do
      local element = data + i * width
      for low = 0, width / 2 - 1 do
         local high = width - 1 - low
         element[low], element[high] = element[high], element[low]
      end
   end
end

-- n elements, each `width` bytes in the file, converted through the scratch buffer; n <= CHUNK.
local function read_chunk(s, T, destination, n, width)
   local got = floor(stream.read(s, scratch, n * width) / width)
   if s.swapped then
      swap_bytes(cast(BYTES, scratch), got, width)
   end
   if width == T.bytes then
      ffi.copy(destination, scratch, got * width)
   else
      local narrow, longs = cast(INTS, scratch), cast(LONGS, destination)
      for i = 0, got - 1 do
         longs[i] = narrow[i]
      end
   end
   return got
end

local function write_chunk(s, T, source, n, width)
   if width == T.bytes then
      ffi.copy(scratch, source, n * width)
   else
      local narrow, longs = cast(INTS, scratch), cast(LONGS, source)
      for i = 0, n - 1 do
         narrow[i] = cast('int32_t', longs[i])
      end
   end
   if s.swapped then
      swap_bytes(cast(BYTES, scratch), n, width)
   end
   return floor(stream.write(s, scratch, n * width) / width)
end

local function in_chunks(move, s, T, data, n)
   local done, width = 0, encoding.bytes(s, T)
   while done < n do
      local wanted = min(CHUNK, n - done)
      local moved = move(s, T, data + done * T.bytes, wanted, width)
      done = done + moved
      if moved < wanted then
         break
      end
   end
   return done
end

-- ---- ascii --------------------------------------------------------------------------------------------------------

local used = ffi.new('long[1]')

-- Enlarges what the window shows behind `at`; false when there is no more, or no more fits.
local function extend(s)
   local seen = s.fill - s.at
   return seen < stream.WINDOW and s.device.refill(s, seen + 1)
end

local function read_text(s, T, destination, n)
   local done, final = 0, false
   while more(s) do
      local got = core.lampas_ascii_read(T.code, s.data + s.at, s.fill - s.at, final, destination + done * T.bytes, n - done, used)
      s.at = s.at + tonumber(used[0])
      done = done + tonumber(got)
      if done == n or final then
         break
      end
      final = not extend(s)
   end
   return done
end

local function read_ascii(s, T, destination, n)
   local done = T.bytes == 1 and stream.read(s, destination, n) or read_text(s, T, destination, n)
   if s.spaced and n > 0 then
      stream.skipNewline(s)
   end
   return done
end

local function write_text(s, T, source, n)
   for done = 0, n - 1, TEXT_CHUNK do
      local count = min(TEXT_CHUNK, n - done)
      local text = give(s, count * TEXT_WIDTH)
      if not text then
         return done
      end
      local length = core.lampas_ascii_write(T.code, source + done * T.bytes, count, s.spaced, text)
      s.at = s.at - count * TEXT_WIDTH + tonumber(length)
   end
   if s.spaced and n > 0 then
      s.data[s.at - 1] = BLANK_TO_NEWLINE
   end
   return n
end

local function write_ascii(s, T, source, n)
   if T.bytes > 1 then
      return write_text(s, T, source, n)
   end
   local done = stream.write(s, source, n)
   if s.spaced and n > 0 then
      stream.write(s, '\n', 1)
   end
   return done
end

-- ---- both -----------------------------------------------------------------------------------------------------------

--- Read up to n elements of T to a pointer; returns how many.
function encoding.read(s, T, destination, n)
   destination = cast(BYTES, destination)
   if not s.binary then
      return read_ascii(s, T, destination, n)
   elseif encoding.isPlain(s, T) then
      return floor(stream.read(s, destination, n * T.bytes) / T.bytes)
   end
   return in_chunks(read_chunk, s, T, destination, n)
end

--- Write n elements of T from a pointer; returns how many.
function encoding.write(s, T, source, n)
   source = cast(BYTES, source)
   if not s.binary then
      return write_ascii(s, T, source, n)
   elseif encoding.isPlain(s, T) then
      return floor(stream.write(s, source, n * T.bytes) / T.bytes)
   end
   return in_chunks(write_chunk, s, T, source, n)
end

local cells = {}
for _, T in ipairs(types.stored) do
   cells[T] = ffi.new(T.ctype .. '[1]')
end

--- Read one element as a number; nil when there is none.
function encoding.readOne(s, T)
   if encoding.isPlain(s, T) then
      local place = take(s, T.bytes)
      return place and tonumber(T.elements(place)[0])
   end
   local cell = cells[T]
   return encoding.read(s, T, cell, 1) == 1 and tonumber(T.elements(cell)[0]) or nil
end

--- Write one number as an element of T; returns how many were written, 1 or 0.
function encoding.writeOne(s, T, value)
   if encoding.isPlain(s, T) then
      local place = give(s, T.bytes)
      if not place then
         return 0
      end
      T.elements(place)[0] = value
      return 1
   end
   local cell = cells[T]
   T.elements(cell)[0] = value
   return encoding.write(s, T, cell, 1)
end

return encoding
