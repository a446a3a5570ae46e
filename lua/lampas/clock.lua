--- A monotonic clock.
local ffi = require 'ffi'

-- Under a name of our own, so that other code may declare the same function with the types it likes.
ffi.cdef [[
typedef struct { long seconds; long nanoseconds; } lampas_timespec;
int lampas_clock_gettime(int clock, lampas_timespec *now) __asm__("clock_gettime");
int lampas_usleep(unsigned microseconds) __asm__("usleep");
]]

local MONOTONIC = ffi.os == 'OSX' and 6 or 1
local now = ffi.new('lampas_timespec')
local gettime = ffi.C.lampas_clock_gettime

local clock = {}

--- Seconds since some fixed moment; never goes back. A double holds it to better than a microsecond's thousandth for months.
function clock.seconds()
   gettime(MONOTONIC, now)
   return tonumber(now.seconds) + tonumber(now.nanoseconds) * 1e-9
end

local LOOK, LONGEST = 0.001, 0.1 -- seconds between looks, and until threads are left to it

--- Waits until no thread of this process spins. Threads do so for some milliseconds after a parallel region, in case a next one comes, on
-- processors that another process may need; they are still there then, and asleep. It is seen by the processor time of the process.
function clock.settle()
   local last = clock.seconds() + LONGEST
   repeat
      local before = os.clock()
      ffi.C.lampas_usleep(LOOK * 1e6)
   until os.clock() - before < LOOK / 4 or clock.seconds() >= last
end

return clock
