--- A monotonic clock.
local ffi = require 'ffi'

-- Under a name of our own, so that other code may declare the same function with the types it likes.
ffi.cdef [[
typedef struct { long seconds; long nanoseconds; } lampas_timespec;
int lampas_clock_gettime(int clock, lampas_timespec *now) __asm__("clock_gettime");
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

return clock
