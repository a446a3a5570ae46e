--- Keeps native memory in step with Lua's collector, which sees only the small boxes.
--
-- Storages are counted in bytes by the C side. Before an allocation the count is compared with a limit; when it
-- would be passed, a full collection runs first, from Lua, and the limit is set anew from what is still alive.
-- (A collection started from C inside a compiled FFI call can loop for ever, as Torch7's heap tracking did.)
local library = require 'lampas.library'
local core = library.core

local memory = {}

local HEADROOM = 256 * 2 ^ 20 -- bytes of garbage that may pile up beside what is alive

local limit = HEADROOM
local tracking = true

--- Switch the collections before allocations on or off; the count goes on in either case.
function memory.setTracking(on)
   tracking = on
end

--- Bytes that storages hold now.
function memory.bytes()
   return tonumber(core.lampas_native_bytes())
end

--- Make room for `bytes` more, by a collection if garbage may be holding it.
function memory.prepare(bytes)
   if tracking and memory.bytes() + bytes > limit then
      collectgarbage()
      local alive = memory.bytes()
      limit = alive + math.max(HEADROOM, alive / 2)
   end
end

return memory
