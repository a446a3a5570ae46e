--- torch.MemoryFile: a file in a CharStorage.
--
-- The stream's window is the whole storage but its last byte, which is kept for the NUL behind the contents.
local ffi = require 'ffi'
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local memory = require 'torch.memory'
local File = require 'torch.File'
local blame = require 'lampas.blame'

local Char = types.by_name.Char
local cast, max = ffi.cast, math.max
local BYTES = ffi.typeof('uint8_t *')

local SMALLEST = 255 -- bytes of a new file, without the NUL

local device = {}

-- What was written counts as contents; the NUL follows them where the storage is ours to write.
function device.settle(s)
   if s.at > s.fill then
      s.fill = s.at
   end
   if s.writable then
      s.data[s.fill] = 0
   end
   return true
end

function device.refill(s, n)
   device.settle(s)
   return s.fill - s.at >= n
end

local function resize(s, bytes)
   memory.prepare(bytes)
   s.storage:resize(bytes)
   s.data = cast(BYTES, handle.storagePointer(s.storage).data)
end

function device.reserve(s, n)
   if s.room - s.at < n then
      s.fill = max(s.fill, s.at)
      local room = max(s.at + n, s.room + math.floor(s.room / 2), SMALLEST)
      resize(s, room + 1)
      s.room = room
   end
   return true
end

function device.read()
   return 0
end

function device.write(s, source, n)
   device.reserve(s, n)
   ffi.copy(s.data + s.at, source, n)
   s.at = s.at + n
   return n
end

function device.seek(s, position)
   device.settle(s)
   if position > s.fill then
      return false
   end
   s.at = position
   return true
end

function device.seek_end(s)
   device.settle(s)
   s.at = s.fill
   return true
end

function device.remaining(s)
   device.settle(s)
   return s.fill - s.at
end

function device.close(s)
   s.storage, s.data, s.anchor = nil, nil, nil
   s.at, s.fill, s.room = 0, 0, 0
   return true
end

local M

local function over_storage(storage, mode)
   local readable, writable = File.parseMode(mode)
   local p = handle.storagePointer(storage)
   local bytes = tonumber(p.size)
   if mode == 'w' then
      storage:resize(max(bytes, 1))
      bytes = 1
   elseif bytes == 0 or cast(Char.pointer, p.data)[bytes - 1] ~= 0 then
      blame('provided CharStorage must be terminated by 0')
   end
   local s = { device = device, storage = storage, data = cast(BYTES, p.data), readable = readable, writable = writable }
   s.fill = bytes - 1
   s.room = writable and tonumber(p.size) - 1 or 0
   return File.new(M, s)
end

--- torch.MemoryFile([mode = 'rw']) or (CharStorage [, mode = 'r']): the storage is used in place and has to end in a NUL,
-- which is not content.
local function construct(first, second)
   if getmetatable(first) == Char.storage then
      return over_storage(first, second or 'r')
   elseif first ~= nil and type(first) ~= 'string' then
      blame("bad argument #1 to 'MemoryFile' (mode or CharStorage expected, got %s)", class.type(first))
   end
   local storage, p = handle.newStorage(Char, SMALLEST + 1)
   local readable, writable = File.parseMode(first or 'rw')
   cast(Char.pointer, p.data)[0] = 0
   local s = { device = device, storage = storage, data = cast(BYTES, p.data), readable = readable, writable = writable }
   s.room = writable and SMALLEST or 0
   return File.new(M, s)
end

M = class.newmetatable('torch.MemoryFile', 'torch.File', construct)
M.__gc = File.finalise

--- A file that reads the bytes of a string or of memory that `anchor` keeps alive; without a copy.
function File.overMemory(anchor, data, bytes)
   return File.new(M, { device = device, anchor = anchor, data = cast(BYTES, data), readable = true, writable = false, fill = bytes })
end

--- The contents as a string.
function File.contents(file)
   local s = File.state(file)
   device.settle(s)
   return ffi.string(s.data, s.fill)
end

--- The contents with a NUL behind them: the file's own CharStorage, cut to that size.
function M:storage()
   local s = File.state(self)
   device.settle(s)
   if s.writable and handle.storagePointer(s.storage).size ~= s.fill + 1 then
      resize(s, s.fill + 1)
      s.room = s.fill
   end
   return s.storage
end

function M:__tostring__()
   local s = File.any(self)
   return ('torch.MemoryFile [status: %s -- mode: %s]'):format(File.status(s), File.mode(s))
end
