--- Whether something else took the processor meanwhile: cores taken from this process by others (involuntary context switches of any of
-- its threads), or from the whole machine by its host (stolen time). Linux tells both; elsewhere nothing is ever disturbed.
local ffi = require 'ffi'

ffi.cdef 'int lampas_getrusage(int who, long *usage) __asm__("getrusage");'

local disturbance = {}

local LINUX = ffi.os == 'Linux'
local SELF, WORDS, INVOLUNTARY = 0, 36, 17 -- struct rusage is 18 words long (two times of 2, then 14 counts); twice that to be safe
local usage = ffi.new('long[?]', WORDS)

local function involuntary_switches()
   ffi.C.lampas_getrusage(SELF, usage)
   return tonumber(usage[INVOLUNTARY])
end

-- Ticks of a hundredth of a second that the host took from all processors: the eighth number of the first line.
local function stolen_ticks()
   local file = io.open('/proc/stat', 'r')
   if not file then
      return 0
   end
   local line = file:read('*l')
   file:close()
   local ticks = line:match('^cpu%s+' .. ('%d+%s+'):rep(7) .. '(%d+)')
   return tonumber(ticks) or 0
end

--- A mark to ask about later; costs some tens of microseconds.
function disturbance.mark()
   return LINUX and { switches = involuntary_switches(), stolen = stolen_ticks() } or {}
end

--- Whether a core was lost since `mark`.
function disturbance.since(mark)
   return LINUX and (involuntary_switches() > mark.switches or stolen_ticks() > mark.stolen)
end

return disturbance
