--- Bytes behind files: a window into memory, and a device that moves it.
--
-- A stream s is a table. Its window is `data` (uint8_t *): bytes from `at` up to `fill` can be read, bytes from `at` up to
-- `room` can be written. What does not fit goes to the device:
--
--    s.device.refill(s, n)         brings up to n bytes behind `at`; true when there are n
--    s.device.reserve(s, n)        makes room for n bytes behind `at`; false when what stood there could not be stored
--    s.device.read(s, p, n)        moves up to n bytes to p, with an empty window; returns how many
--    s.device.write(s, p, n)       takes n bytes from p; returns how many
--    s.device.settle(s)            stores what was written, so that nothing of it is in the window alone; false: failed
--    s.device.seek(s, position), s.device.seek_end(s)   false: failed; positions count from 0
--    s.device.remaining(s)         bytes from here to the end, nil when nobody knows
--    s.device.close(s)
--    s.device.refresh(s)           if there is one: called before each method of the file
--
-- A memory file is one window and a device that enlarges it; files and pipes have a window of WINDOW bytes.
-- After a write `at` may have passed `fill`; the device makes up for that when it is called.
local ffi = require 'ffi'

local copy, cast = ffi.copy, ffi.cast
local max, min = math.max, math.min

local BYTES = ffi.typeof('uint8_t *')
local NEWLINE = 10

local stream = { WINDOW = 65536 }

--- Pointer to the next n bytes (n much smaller than a window), which are passed; nil when there are fewer.
function stream.take(s, n)
   if s.fill - s.at < n and not s.device.refill(s, n) then
      return nil
   end
   local at = s.at
   s.at = at + n
   return s.data + at
end

--- Pointer to room for n bytes (n much smaller than a window), which count as written; nil when the device is full.
function stream.give(s, n)
   if s.room - s.at < n and not s.device.reserve(s, n) then
      return nil
   end
   local at = s.at
   s.at = at + n
   return s.data + at
end

--- Read up to n bytes to a pointer; returns how many.
function stream.read(s, destination, n)
   destination = cast(BYTES, destination)
   local here = min(n, max(s.fill - s.at, 0))
   copy(destination, s.data + s.at, here)
   s.at = s.at + here
   if here < n then
      here = here + s.device.read(s, destination + here, n - here)
   end
   return here
end

--- Write n bytes from a pointer or string; returns how many.
function stream.write(s, source, n)
   if s.room - s.at < n then
      return s.device.write(s, cast(BYTES, source), n)
   end
   copy(s.data + s.at, source, n)
   s.at = s.at + n
   return n
end

--- True when another byte is there to be read; false at the end.
function stream.more(s)
   return s.fill - s.at >= 1 or s.device.refill(s, 1)
end

--- Pass one newline if it comes next.
function stream.skipNewline(s)
   if stream.more(s) and s.data[s.at] == NEWLINE then
      s.at = s.at + 1
   end
end

-- Length of the window's text up to a newline, and whether there is one.
local function line_length(s)
   local data = s.data
   for i = s.at, s.fill - 1 do
      if data[i] == NEWLINE then
         return i - s.at, true
      end
   end
   return s.fill - s.at, false
end

--- The text up to the next newline, which is passed, or up to the end; nil at the end.
function stream.line(s)
   local parts = {}
   while stream.more(s) do
      local length, complete = line_length(s)
      parts[#parts + 1] = ffi.string(s.data + s.at, length)
      s.at = s.at + length + (complete and 1 or 0)
      if complete then
         break
      end
   end
   return parts[1] and table.concat(parts)
end

--- The text up to the end; nil at the end.
function stream.rest(s)
   local parts = {}
   while stream.more(s) do
      parts[#parts + 1] = ffi.string(s.data + s.at, s.fill - s.at)
      s.at = s.fill
   end
   return parts[1] and table.concat(parts)
end

--- Place of the next byte, from 0.
function stream.position(s)
   return s.origin + s.at
end

return stream
