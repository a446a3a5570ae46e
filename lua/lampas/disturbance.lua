--- Whether something else took the processor meanwhile: cores taken from this process by others (involuntary context switches of any of
-- its threads), or from the whole machine by its host (stolen time), both of which Linux tells; or a part of a core, which its pace tells.
local ffi = require 'ffi'
local library = require 'lampas.library'

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

local SLOW = 1.15 -- times the pace of all cores at their best: a changing clock stays below, a core shared with another's work does not
local PRIMING = 50

local best

-- Whether a core works slower than it did before: its other half may work for somebody else, of which Linux knows nothing.
local function slow()
   if not best then
      best = math.huge
      for _ = 1, PRIMING do
         best = math.min(best, library.engine.lampas_machine_pace())
      end
   end
   local now = library.engine.lampas_machine_pace()
   best = math.min(best, now)
   return now > SLOW * best
end

--- A mark to ask about later; costs some tens of microseconds.
-- @param pace whether cores count that are slower than at their best
function disturbance.mark(pace)
   local mark = { pace = pace, slow = pace and slow() }
   if LINUX then
      mark.switches, mark.stolen = involuntary_switches(), stolen_ticks()
   end
   return mark
end

--- Whether a core was lost since `mark`, or slow then or now.
function disturbance.since(mark)
   if LINUX and (involuntary_switches() > mark.switches or stolen_ticks() > mark.stolen) then
      return true
   end
   return mark.slow or mark.pace and slow() or false
end

return disturbance
