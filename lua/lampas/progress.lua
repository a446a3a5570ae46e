--- What is being done, on one line of stderr that is written over; nothing where stderr is no terminal.
local ffi = require 'ffi'

ffi.cdef 'int lampas_isatty(int descriptor) __asm__("isatty");'

local progress = {}

local STDERR = 2
local CLEAR = '\r\27[K'

local shown = ffi.C.lampas_isatty(STDERR) ~= 0

--- Shows a line in place of the one before.
function progress.show(line)
   if shown then
      io.stderr:write(CLEAR, line)
      io.stderr:flush()
   end
end

--- Takes the line away; call it before anything else is printed.
function progress.clear()
   progress.show('')
end

return progress
