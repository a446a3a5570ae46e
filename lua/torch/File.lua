--- torch.File: what disk files, memory files and pipes have in common.
--
-- A file is an empty box; its state is a stream (torch.stream) with the fields of its encoding (torch.encoding) and
--
--    name, readable, writable     as it was opened
--    quiet, failed                errors set `failed` instead of being raised
--    binary, swapped, long_bytes, spaced, plain
--    unreferenced, memo           of the object stream, see torch.serialize
--
-- Every primitive exists for each element type X: readX() gives a number, readX(n) a new XStorage with what was there,
-- readX(storage) the number of elements read into it; writeX(number) and writeX(storage) give the number written.
local ffi = require 'ffi'
local library = require 'lampas.library'
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local memory = require 'torch.memory'
local stream = require 'torch.stream'
local encoding = require 'torch.encoding'
local blame = require 'lampas.blame'

local cast, min, floor = ffi.cast, math.min, math.floor
local types_by_name = types.by_name

local states = setmetatable({}, { __mode = 'k' })
local M = class.newmetatable('torch.File')

local File = { metatable = M }

--- Make a file of class `meta` with this state; the stream's own fields must be in it.
function File.new(meta, s)
   s.at, s.fill, s.room, s.origin = s.at or 0, s.fill or 0, s.room or 0, 0
   s.binary, s.swapped, s.long_bytes, s.spaced, s.plain = false, false, ffi.sizeof('long'), true, false
   s.quiet, s.failed, s.open = false, false, true
   local file = library.box(meta)
   states[file] = s
   return file
end

--- State of a file, open or closed; an error at the caller's line for anything else.
function File.any(file)
   return states[file] or blame('torch.File expected, got %s', class.type(file))
end

local any = File.any

--- State of an open file.
function File.state(file)
   local s = states[file] or any(file)
   if not s.open then
      blame('attempt to use a closed file')
   end
   local refresh = s.device.refresh
   if refresh then
      refresh(s)
   end
   return s
end

local state = File.state

--- State of a file open for reading, for writing.
function File.reading(file)
   local s = state(file)
   if not s.readable then
      blame('attempt to read in a write-only file')
   end
   return s
end

function File.writing(file)
   local s = state(file)
   if not s.writable then
      blame('attempt to write in a read-only file')
   end
   return s
end

local reading, writing = File.reading, File.writing

--- Record an error; raise it unless the file is quiet.
function File.fail(s, ...)
   s.failed = true
   if not s.quiet then
      blame(...)
   end
end

local fail = File.fail

local function read_short(s, count, wanted)
   fail(s, 'read error: read %d blocks instead of %d', count, wanted)
end

local function written(s, count, wanted)
   if s.unbuffered and not s.device.settle(s) then
      count = 0
   end
   if count < wanted then
      fail(s, 'write error: wrote %d blocks instead of %d', count, wanted)
   end
   return count
end

-- ---- elements -------------------------------------------------------------------------------------------------------

local FIRST = 65536 -- elements to start with where nobody knows how many are to come

-- Pointer to a storage that elements are to be read into.
local function destination(s, storage)
   local p = handle.storagePointer(storage)
   if p == s.pointer then
      blame('a memory file cannot be read into its own storage')
   end
   return p
end

local function resize(storage, T, n)
   memory.prepare(n * T.bytes)
   storage:resize(n)
end

--- Read up to n elements into a storage, which becomes as large as that but never larger than what the file can hold.
-- @return number of elements read
function File.readStorage(s, T, storage, n)
   local left = s.device.remaining(s)
   local room = left and min(n, floor(left / encoding.bytes(s, T))) or min(n, FIRST)
   local p = destination(s, storage)
   resize(storage, T, room)
   local count = encoding.read(s, T, p.data, room)
   while not left and count == room and count < n do
      room = min(n, 2 * room)
      resize(storage, T, room)
      count = count + encoding.read(s, T, cast(T.pointer, p.data) + count, room - count)
   end
   if count < room then
      storage:resize(count)
   end
   return count
end

local function read_number(s, T)
   local value = encoding.readOne(s, T)
   if not value then
      read_short(s, 0, 1)
      return 0
   end
   return value
end

local function read_new(s, T, n)
   if n < 0 or n ~= n then
      blame('invalid number of elements to read: %.0f', n)
   end
   local storage = T.newStorage()
   local count = File.readStorage(s, T, storage, n)
   if count < n then
      read_short(s, count, n)
   end
   return storage
end

local function read_into(s, T, storage)
   local p = destination(s, storage)
   local n = tonumber(p.size)
   local count = encoding.read(s, T, p.data, n)
   if count < n then
      read_short(s, count, n)
   end
   return count
end

for _, T in ipairs(types.stored) do
   M['read' .. T.name] = function(self, argument)
      local s = reading(self)
      if argument == nil then
         return read_number(s, T)
      elseif type(argument) == 'number' then
         return read_new(s, T, argument)
      elseif getmetatable(argument) == T.storage then
         return read_into(s, T, argument)
      end
      blame("bad argument #1 to 'read%s' (nothing, a number or a %s expected, got %s)", T.name, T.storageName, class.type(argument))
   end

   M['write' .. T.name] = function(self, argument)
      local s = writing(self)
      if type(argument) == 'number' then
         return written(s, encoding.writeOne(s, T, argument), 1)
      elseif getmetatable(argument) == T.storage then
         local p = handle.storagePointer(argument)
         local n = tonumber(p.size)
         return written(s, encoding.write(s, T, p.data, n), n)
      end
      blame("bad argument #1 to 'write%s' (number or %s expected, got %s)", T.name, T.storageName, class.type(argument))
   end
end

--- A boolean, which files hold as an int 0 or 1.
function M:readBool()
   return read_number(reading(self), types_by_name.Int) ~= 0
end

function M:writeBool(value)
   local s = writing(self)
   return written(s, encoding.writeOne(s, types_by_name.Int, value and 1 or 0), 1)
end

--- Text: '*l' the rest of the line without its newline, '*a' the rest of the file.
function M:readString(format)
   local s = reading(self)
   local kind = type(format) == 'string' and format:sub(1, 2)
   if kind ~= '*a' and kind ~= '*l' then
      blame("bad argument #1 to 'readString' (format must be '*a' or '*l')")
   end
   local text = kind == '*a' and stream.rest(s) or kind == '*l' and stream.line(s) or nil
   if not text then
      read_short(s, 0, 1)
   end
   return text or ''
end

--- Write the characters of a string as they are; returns how many.
function M:writeString(text)
   local s = writing(self)
   if type(text) ~= 'string' then
      blame("bad argument #1 to 'writeString' (string expected, got %s)", class.type(text))
   end
   return written(s, stream.write(s, text, #text), #text)
end

-- ---- place ----------------------------------------------------------------------------------------------------------

--- Place of the next element, in bytes from 1.
function M:position()
   return stream.position(state(self)) + 1
end

--- Go to a place, in bytes from 1.
function M:seek(position)
   local s = state(self)
   if type(position) ~= 'number' then
      blame("bad argument #1 to 'seek' (number expected, got %s)", class.type(position))
   end
   if position < 1 or position ~= position or not s.device.seek(s, position - 1) then
      fail(s, 'unable to seek to position %.0f', position)
   end
   return self
end

function M:seekEnd()
   local s = state(self)
   if not s.device.seek_end(s) then
      fail(s, 'unable to seek to position at the end of the file')
   end
   return self
end

--- Hand what was written to the system.
function M:synchronize()
   local s = state(self)
   if not s.device.settle(s) then
      fail(s, 'write error: what was written last could not be stored')
   end
   return self
end

--- Close the file. What was written last may fail to be stored only now, which is an error as well.
function M:close()
   local s = state(self)
   local stored = s.device.settle(s)
   s.open, s.memo = false, nil
   if not s.device.close(s) or not stored then
      fail(s, 'write error: what was written last could not be stored')
   end
end

-- Files that nobody closed: whatever happens, a finaliser raises nothing.
function File.finalise(file)
   local s = states[file]
   if s and s.open then
      s.device.settle(s)
      s.open = false
      s.device.close(s)
   end
end

-- A process that ends by os.exit runs no finalisers: what files still hold is stored first, as the C library does for its own.
local exit = os.exit
rawset(os, 'exit', function(...)
   for _, s in pairs(states) do
      if s.open and s.descriptor then
         s.device.settle(s)
      end
   end
   return exit(...)
end)

-- ---- settings and questions -----------------------------------------------------------------------------------------

local function setting(change)
   return function(self, value)
      local s = state(self)
      change(s, value)
      s.plain = s.binary and not s.swapped
      return self
   end
end

M.binary = setting(function(s)
   s.binary = true
end)
M.ascii = setting(function(s)
   s.binary = false
end)
M.autoSpacing = setting(function(s)
   s.spaced = true
end)
M.noAutoSpacing = setting(function(s)
   s.spaced = false
end)
M.quiet = setting(function(s)
   s.quiet = true
end)
M.pedantic = setting(function(s)
   s.quiet = false
end)
M.clearError = setting(function(s)
   s.failed = false
end)

--- Bytes that a long takes in binary files: 4, 8, or 0 for this machine's own.
M.longSize = setting(function(s, size)
   if size ~= 0 and size ~= 4 and size ~= 8 then
      blame('invalid long size: %s; 0, 4 or 8 expected', tostring(size))
   end
   s.long_bytes = size == 0 and ffi.sizeof('long') or size
end)

local function question(answer)
   return function(self)
      return answer(state(self))
   end
end

M.isQuiet = question(function(s)
   return s.quiet
end)
M.isReadable = question(function(s)
   return s.readable
end)
M.isWritable = question(function(s)
   return s.writable
end)
M.isBinary = question(function(s)
   return s.binary
end)
M.isAutoSpacing = question(function(s)
   return s.spaced
end)
M.hasError = question(function(s)
   return s.failed
end)

--- 'rw', 'r ' or ' w'.
function File.mode(s)
   return (s.readable and 'r' or ' ') .. (s.writable and 'w' or ' ')
end

function File.status(s)
   return s.open and 'open' or 'closed'
end

--- 'r', 'w' or 'rw' as two booleans; an error for anything else.
function File.parseMode(mode)
   if mode ~= 'r' and mode ~= 'w' and mode ~= 'rw' then
      blame("file mode should be 'r', 'w' or 'rw', got %s", tostring(mode))
   end
   return mode:find('r', 1, true) ~= nil, mode:find('w', 1, true) ~= nil
end

File.setting = setting

return File
