--- torch.DiskFile: a file of the file system, behind a window of stream.WINDOW bytes.
--
-- The window serves one direction at a time: while room > 0 it holds bytes to be written up to `at`, otherwise bytes read
-- ahead from `at` to `fill`. `origin` is the place in the file of the window's first byte. Large arrays pass it by.
local ffi = require 'ffi'
local library = require 'lampas.library'
local class = require 'torch.class'
local stream = require 'torch.stream'
local File = require 'torch.File'
local blame = require 'lampas.blame'

ffi.cdef 'void *memmove(void *, const void *, size_t);'

local core = library.core
local WINDOW = stream.WINDOW

local disk = {}

local device = {}
disk.device = device

local function empty(s)
   s.origin = s.origin + s.at
   s.at, s.fill, s.room = 0, 0, 0
end

-- Store what the window holds; it stays in the writing direction.
local function flush(s)
   local bytes = s.at
   local stored = tonumber(core.lampas_write(s.descriptor, s.data, bytes))
   s.origin, s.at = s.origin + stored, 0
   return stored == bytes
end

-- To the end of the writing direction, or of the reading one: the descriptor stands where the stream does.
function device.settle(s)
   local fine = true
   if s.room > 0 then
      fine = flush(s)
   elseif s.at < s.fill and s.seekable then
      fine = core.lampas_seek(s.descriptor, s.origin + s.at) >= 0
   elseif s.at < s.fill then
      return true -- what a pipe gave cannot be put back
   end
   empty(s)
   return fine
end

function device.refill(s, n)
   if s.room > 0 and not device.settle(s) then
      return false
   end
   local unread = s.fill - s.at
   if n > WINDOW or not s.readable then
      return false
   end
   ffi.C.memmove(s.data, s.data + s.at, unread)
   s.origin = s.origin + s.at
   local got = tonumber(core.lampas_read(s.descriptor, s.data + unread, n - unread, WINDOW - unread))
   s.at, s.fill = 0, unread + got
   s.data[s.fill] = 0
   return s.fill >= n
end

function device.reserve(s, n)
   if s.room == 0 then
      device.settle(s)
      empty(s)
      s.room = WINDOW
   elseif not flush(s) then
      return false
   end
   return n <= WINDOW
end

function device.read(s, destination, n)
   if s.room > 0 and not device.settle(s) then
      return 0
   end
   if n < WINDOW then
      device.refill(s, n)
      local here = math.min(n, s.fill - s.at)
      ffi.copy(destination, s.data + s.at, here)
      s.at = s.at + here
      return here
   end
   empty(s)
   local got = tonumber(core.lampas_read(s.descriptor, destination, n, n))
   s.origin = s.origin + got
   return got
end

function device.write(s, source, n)
   if not device.reserve(s, 1) then
      return 0
   end
   if n < WINDOW then
      ffi.copy(s.data, source, n)
      s.at = n
      return n
   end
   local stored = tonumber(core.lampas_write(s.descriptor, source, n))
   s.origin = s.origin + stored
   return stored
end

function device.seek(s, position)
   if s.room == 0 and position >= s.origin and position <= s.origin + s.fill then
      s.at = position - s.origin
      return true
   end
   if not s.seekable or not device.settle(s) or core.lampas_seek(s.descriptor, position) < 0 then
      return false
   end
   s.origin = position
   return true
end

function device.seek_end(s)
   local stored = s.seekable and device.settle(s)
   local place = stored and tonumber(core.lampas_seek_end(s.descriptor)) or -1
   if place < 0 then
      return false
   end
   s.origin = place
   return true
end

function device.remaining(s)
   if s.room > 0 then
      device.settle(s)
   end
   local size = tonumber(core.lampas_size(s.descriptor))
   return size >= 0 and math.max(0, size - stream.position(s)) or nil
end

function device.close(s)
   s.data = nil
   return core.lampas_close(s.descriptor) == 0
end

--- State of a file on a descriptor.
function disk.open(name, descriptor, readable, writable)
   return {
      device = device,
      descriptor = descriptor,
      seekable = core.lampas_seek(descriptor, 0) >= 0, -- pipes and terminals are not
      data = ffi.new('uint8_t[?]', WINDOW + 1),
      name = name,
      readable = readable,
      writable = writable,
   }
end

local M

local function refuse(name, readable, writable)
   blame('cannot open <%s> in mode %s%s', name, readable and 'r' or ' ', writable and 'w' or ' ')
end

--- torch.DiskFile(name [, mode = 'r'] [, quiet]): 'r' to read, 'w' to write into an emptied file, 'rw' both, keeping what is
-- there. A file that cannot be opened is an error, or nil when `quiet`.
local function construct(name, mode, quiet)
   if type(name) ~= 'string' then
      blame("bad argument #1 to 'DiskFile' (file name expected, got %s)", class.type(name))
   end
   local readable, writable = File.parseMode(mode or 'r')
   local how = not writable and core.LAMPAS_OPEN_READ or readable and core.LAMPAS_OPEN_UPDATE or core.LAMPAS_OPEN_WRITE
   local descriptor = core.lampas_open(name, how)
   if descriptor < 0 then
      return not quiet and refuse(name, readable, writable) or nil
   end
   local file = File.new(M, disk.open(name, descriptor, readable, writable))
   return quiet and file:quiet() or file
end

M = class.newmetatable('torch.DiskFile', 'torch.File', construct)
M.__gc = File.finalise

--- A file for writing that did not exist before; nil when it cannot be made.
function disk.create(name)
   local descriptor = core.lampas_open(name, core.LAMPAS_OPEN_NEW)
   return descriptor >= 0 and File.new(M, disk.open(name, descriptor, false, true)) or nil
end

local little = ffi.abi('le')

function M.isLittleEndianCPU()
   return little
end

function M.isBigEndianCPU()
   return not little
end

M.nativeEndianEncoding = File.setting(function(s)
   s.swapped = false
end)
M.littleEndianEncoding = File.setting(function(s)
   s.swapped = not little
end)
M.bigEndianEncoding = File.setting(function(s)
   s.swapped = little
end)

--- Hand every write to the system at once.
M.noBuffer = File.setting(function(s)
   s.unbuffered = true
end)

function M:__tostring__()
   local s = File.any(self)
   return ('torch.DiskFile on <%s> [status: %s -- mode %s]'):format(s.name, File.status(s), File.mode(s))
end

return disk
