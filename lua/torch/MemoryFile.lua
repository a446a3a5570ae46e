--- torch.MemoryFile: a file in a CharStorage.
--
-- The stream's window is the whole storage but its last byte, which is kept for the NUL behind the contents. Others may hold
-- the storage too and resize it; every call of a method first looks whether it is still where it was.
local ffi = require 'ffi'
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local memory = require 'torch.memory'
local File = require 'torch.File'
local blame = require 'lampas.blame'

local Char = types.by_name.Char
local cast, max, min = ffi.cast, math.max, math.min
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

-- Show the storage as it is now, with as much of the contents as fits.
local function show(s, fill)
   local size = tonumber(s.pointer.size)
   s.data, s.size = cast(BYTES, s.pointer.data), size
   s.fill = min(fill, size - 1)
   s.at = min(s.at, s.fill)
   s.room = s.writable and size - 1 or 0
end

local function resize(s, bytes)
   memory.prepare(bytes)
   s.storage:resize(bytes)
   show(s, max(s.fill, s.at))
end

--- Called before each method: follow the storage if somebody else has resized it.
function device.refresh(s)
   local p = s.pointer
   if p and (p.data ~= s.data or p.size ~= s.size) then
      if p.size == 0 then
         s.storage:resize(1)
      end
      show(s, max(s.fill, s.at))
   end
end

function device.reserve(s, n)
   if s.room - s.at < n then
      resize(s, max(s.at + n, s.room + math.floor(s.room / 2), SMALLEST) + 1)
   end
   return true
end

function device.read()
   return 0
end

function device.write(s, source, n)
   if source >= s.data and source < s.data + s.size then
      source = ffi.string(source, n) -- the file's own contents, which are about to move
   end
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
   s.storage, s.pointer, s.data, s.anchor = nil, nil, nil, nil
   s.at, s.fill, s.room = 0, 0, 0
   return true
end

local M

-- A file on a storage of at least one byte, `fill` bytes of which are contents.
local function open(storage, mode, fill)
   local readable, writable = File.parseMode(mode)
   local s = { device = device, storage = storage, pointer = handle.storagePointer(storage), readable = readable, writable = writable, at = 0 }
   show(s, fill)
   device.settle(s)
   return File.new(M, s)
end

local function over_storage(storage, mode)
   local p = handle.storagePointer(storage)
   local bytes = tonumber(p.size)
   if mode == 'w' then
      return open(bytes > 0 and storage or storage:resize(1), mode, 0)
   elseif bytes == 0 or cast(Char.pointer, p.data)[bytes - 1] ~= 0 then
      blame('provided CharStorage must be terminated by 0')
   end
   return open(storage, mode, bytes - 1)
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
   cast(Char.pointer, p.data)[0] = 0
   return open(storage, first or 'rw', 0)
end

M = class.newmetatable('torch.MemoryFile', 'torch.File', construct)

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
   if s.writable and s.size ~= s.fill + 1 then
      resize(s, s.fill + 1)
   end
   return s.storage
end

function M:__tostring__()
   local s = File.any(self)
   return ('torch.MemoryFile [status: %s -- mode: %s]'):format(File.status(s), File.mode(s))
end
