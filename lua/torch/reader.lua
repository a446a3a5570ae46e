--- file:readObject: the counterpart of writeObject, for files of all ages.
--
-- A file may be cut off, damaged or made up: every length and count is checked against what the file still holds before
-- memory is taken for it, a tensor's geometry against its storage, and bytecode before it is loaded.
local ffi = require 'ffi'
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local File = require 'torch.File'
local stream = require 'torch.stream'
local encoding = require 'torch.encoding'
local objects = require 'torch.objects'
local bytecode = require 'torch.bytecode'

local Char, Int, Long, Double = types.by_name.Char, types.by_name.Int, types.by_name.Long, types.by_name.Double
local lookup = class.lookup
local readOne = encoding.readOne
local type, getmetatable = type, getmetatable

local MOST_DIMENSIONS = 64
local MOST_ELEMENTS = 2 ^ 53
local SHORT_TEXT = 4096

local function get(s, T)
   return readOne(s, T) or objects.abort(s, 'read error: read 0 blocks instead of 1')
end

local function get_array(s, T, data, n)
   local count = encoding.read(s, T, data, n)
   if count ~= n then
      objects.abort(s, 'read error: read %d blocks instead of %d', count, n)
   end
end

-- A number of things to come, each of which takes at least `width` bytes of the file.
local function get_count(s, T, width, what)
   local n = get(s, T)
   local left = s.device.remaining(s)
   if n < 0 or (left and n * width > left) then
      objects.abort(s, 'damaged file: %.0f %s announced%s', n, what, left and (', %.0f bytes left'):format(left) or '')
   end
   return n
end

-- Into a storage, which grows with what is really there.
local function get_storage(s, T, storage, n)
   local count = File.readStorage(s, T, storage, n)
   if count < n then
      objects.abort(s, 'read error: read %d blocks instead of %d', count, n)
   end
end

local function get_text(s)
   local n = get(s, Int)
   if n > SHORT_TEXT then
      local storage = Char.newStorage()
      get_storage(s, Char, storage, n)
      return storage:string()
   end
   local place = n >= 0 and stream.take(s, n) or objects.abort(s, 'damaged file: a text of %d characters announced', n)
   local text = ffi.string(place, n)
   if n > 0 and not s.binary and s.spaced then
      stream.skipNewline(s)
   end
   return text
end

-- ---- contents -------------------------------------------------------------------------------------------------------

local read_value

local UNUSABLE = {} -- remembered for a function that could not be loaded; it reads as nil

local function remember(memo, index, object)
   if not memo.stream.unreferenced then
      memo.read[index] = object
   end
end

local function read_table(memo, index)
   local s = memo.stream
   local object = {}
   remember(memo, index, object)
   for _ = 1, get_count(s, Int, 2, 'pairs') do
      local key = read_value(memo)
      local value = read_value(memo)
      if key == nil or key ~= key then
         objects.abort(s, 'damaged file: %s as a key of a table', tostring(key))
      end
      object[key] = value
   end
   return object
end

local function load_function(s)
   local code, problem = bytecode.load(get_text(s))
   if not code then
      io.stderr:write('Warning: Failed to load function from bytecode: ', problem, '\n')
   end
   return code
end

local function read_upvalues(memo)
   local upvalues = read_value(memo)
   if type(upvalues) ~= 'table' then
      objects.abort(memo.stream, 'damaged file: %s in place of a list of upvalues', class.type(upvalues))
   end
   return upvalues
end

-- Older files: the list holds the values themselves.
local function set_upvalues(code, upvalues)
   for position, value in ipairs(upvalues) do
      debug.setupvalue(code, position, value)
   end
end

-- Upvalues with the same number become one again.
local function join_upvalue(memo, code, position, upvalue)
   local value = upvalue.value
   if upvalue.name == '_ENV' then
      value = _G
   end
   if not debug.setupvalue(code, position, value) or upvalue.id == nil then
      return
   end
   local first = memo.joined[upvalue.id]
   if first then
      debug.upvaluejoin(code, position, first.code, first.position)
   else
      memo.joined[upvalue.id] = { code = code, position = position }
   end
end

local function join_upvalues(memo, code, upvalues)
   for position, upvalue in ipairs(upvalues) do
      if type(upvalue) ~= 'table' then
         objects.abort(memo.stream, 'damaged file: %s in place of an upvalue', class.type(upvalue))
      end
      join_upvalue(memo, code, position, upvalue)
   end
end

local function read_oldest_function(memo)
   local code = load_function(memo.stream)
   local upvalues = read_upvalues(memo)
   if code then
      set_upvalues(code, upvalues)
   end
   return code
end

local function read_function(memo, index, kind)
   local code = load_function(memo.stream)
   remember(memo, index, code or UNUSABLE)
   local upvalues = read_upvalues(memo)
   if not code then
      return nil
   elseif kind == objects.OLD_FUNCTION then
      set_upvalues(code, upvalues)
   else
      join_upvalues(memo, code, upvalues)
   end
   return code
end

-- Class name and version; files from before there were versions begin with the name.
local function read_class(s)
   local text = get_text(s)
   local version = tonumber(text:match('^V (.*)$'))
   if version then
      return get_text(s), version
   end
   return text, 0
end

local function read_fields(memo, object)
   local fields = read_value(memo)
   if type(fields) ~= 'table' then
      objects.abort(memo.stream, 'damaged file: %s in place of the fields of a %s', class.type(fields), class.type(object))
   end
   for key, value in pairs(fields) do
      object[key] = value
   end
end

local function read_torch(memo, index)
   local s = memo.stream
   local name, version = read_class(s)
   local make = class.factory(name) or objects.abort(s, 'unknown Torch class <%s>', name:sub(1, 100):gsub('%c', '?'))
   local object = make()
   remember(memo, index, object)
   local meta = class.getmetatable(name)
   local read = lookup(meta, '__read') or lookup(meta, 'read')
   if read then
      read(object, memo.file, version)
      File.reading(memo.file)
   elseif type(object) == 'table' then
      read_fields(memo, object)
   else
      objects.abort(s, 'Cannot load object class <%s>', name)
   end
   return object
end

local CONTENTS = {
   [objects.TABLE] = read_table,
   [objects.TORCH] = read_torch,
   [objects.OLD_FUNCTION] = read_function,
   [objects.FUNCTION] = read_function,
}

local function read_indexed(memo, kind)
   local s = memo.stream
   local read = CONTENTS[kind] or objects.abort(s, 'damaged file: unknown kind of object (%d)', kind)
   local index = get(s, Int)
   local object = not s.unreferenced and memo.read[index]
   if not object then
      return objects.nested(read, memo, index, kind)
   elseif object ~= UNUSABLE then
      return object
   end
end

function read_value(memo)
   local s = memo.stream
   local kind = get(s, Int)
   if kind == objects.STRING then
      return get_text(s)
   elseif kind == objects.NUMBER then
      return get(s, Double)
   elseif kind == objects.BOOLEAN then
      return get(s, Int) ~= 0
   elseif kind == objects.NIL then
      return nil
   elseif kind == objects.OLDEST_FUNCTION then
      return objects.nested(read_oldest_function, memo)
   end
   return read_indexed(memo, kind)
end

local M = File.metatable

--- Read one object. What was read from this file before and is referred to is the same object again.
function M:readObject()
   return objects.run(self, File.reading(self), read_value)
end

-- ---- classes --------------------------------------------------------------------------------------------------------

-- The last element that n sizes and strides reach, and the number of elements, as doubles: they may be anything.
local function reach(n, sizes, strides)
   local last, elements = 0, n > 0 and 1 or 0
   for d = 0, n - 1 do
      local size, stride = tonumber(sizes[d]), tonumber(strides[d])
      if size < 0 or stride < 0 then
         return nil
      end
      last = last + (size - 1) * stride
      elements = elements * size
   end
   return last, elements
end

local function check_geometry(s, n, sizes, strides, offset, room)
   local last, elements = reach(n, sizes, strides)
   if not last or elements > MOST_ELEMENTS or (elements > 0 and (offset < 0 or offset + last >= room)) or offset < 0 then
      objects.abort(s, 'damaged file: a tensor reaches beyond its storage of %.0f elements', room)
   end
   return elements > 0 and n or 0
end

for _, T in ipairs(types.stored) do
   function T.tensor:read(file)
      local s = File.reading(file)
      local n = get(s, Int)
      if n < 0 or n > MOST_DIMENSIONS then
         objects.abort(s, 'damaged file: a tensor of %d dimensions', n)
      end
      local sizes, strides = ffi.new('long[?]', n), ffi.new('long[?]', n)
      get_array(s, Long, sizes, n)
      get_array(s, Long, strides, n)
      local offset = get(s, Long) - 1
      local storage = file:readObject()
      if storage ~= nil and getmetatable(storage) ~= T.storage then
         objects.abort(s, 'damaged file: %s in place of the storage of a %s', class.type(storage), T.tensorName)
      end
      local p = storage and handle.storagePointer(storage)
      n = check_geometry(s, n, sizes, strides, offset, p and tonumber(p.size) or 0)
      handle.set(handle.pointer(self), p, offset, n, sizes, strides)
   end

   function T.storage:read(file)
      local s = File.reading(file)
      get_storage(s, T, self, get_count(s, Long, encoding.bytes(s, T), 'elements'))
   end
end
