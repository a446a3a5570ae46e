--- On which processor the main thread of a process runs. Processors of one machine may differ in speed for seconds: their other half may work
-- for somebody else. Two processes that are timed in turn run on the same one, or that would be the difference seen.
local ffi = require 'ffi'

ffi.cdef [[
int lampas_sched_getaffinity(int id, size_t bytes, uint64_t *mask) __asm__("sched_getaffinity");
int lampas_sched_setaffinity(int id, size_t bytes, const uint64_t *mask) __asm__("sched_setaffinity");
]]

local processor = {}

local LINUX = ffi.os == 'Linux'
local WORDS = 16 -- of 64 processors each
local BYTES = 8 * WORDS
local all, first = ffi.new('uint64_t[?]', WORDS), ffi.new('uint64_t[?]', WORDS)

-- The processors that this thread may run on now, and the first of them; false where the system does not tell.
local function look()
   if not LINUX or ffi.C.lampas_sched_getaffinity(0, BYTES, all) ~= 0 then
      return false
   end
   for word = 0, WORDS - 1 do
      if all[word] ~= 0 then
         ffi.fill(first, BYTES)
         first[word] = bit.band(all[word], -all[word])
         return true
      end
   end
   return false
end

local known = look()

--- Keeps a thread on the first processor that this process may use. Threads that it starts meanwhile stay there too: for calls that start none.
-- @param id a process, whose main thread is meant; 0 for this thread
function processor.keep(id)
   if known then
      ffi.C.lampas_sched_setaffinity(id, BYTES, first)
   end
end

--- Lets it run on every processor that this process may use.
function processor.release(id)
   if known then
      ffi.C.lampas_sched_setaffinity(id, BYTES, all)
   end
end

return processor
