--- file:writeObject: any writable Lua value as a stream of tagged objects.
--
-- Tables, torch objects and functions carry an index, given before their contents are written; when one comes again, only
-- its kind and its index are written.
local library = require 'lampas.library'
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local File = require 'torch.File'
local encoding = require 'torch.encoding'
local objects = require 'torch.objects'
local blame = require 'lampas.blame'

local Char, Int, Long, Double = types.by_name.Char, types.by_name.Int, types.by_name.Long, types.by_name.Double
local address, typename, lookup = library.address, class.typename, class.lookup
local writeOne = encoding.writeOne
local type, pairs = type, pairs

local function put(s, T, value)
   if writeOne(s, T, value) ~= 1 then
      objects.abort(s, 'write error: wrote 0 blocks instead of 1')
   end
end

local function put_array(s, T, data, n)
   local count = encoding.write(s, T, data, n)
   if count ~= n then
      objects.abort(s, 'write error: wrote %d blocks instead of %d', count, n)
   end
end

local function put_text(s, text)
   put(s, Int, #text)
   if #text > 0 then
      put_array(s, Char, text, #text)
   end
end

-- ---- what is writable -----------------------------------------------------------------------------------------------

local SIMPLE = { ['nil'] = objects.NIL, number = objects.NUMBER, string = objects.STRING, boolean = objects.BOOLEAN }

-- Kind of object, or nil when it cannot be written.
local function kind_of(value)
   local luatype = type(value)
   if SIMPLE[luatype] then
      return SIMPLE[luatype]
   elseif luatype == 'table' then
      return typename(value) and objects.TORCH or objects.TABLE
   elseif luatype == 'function' then
      return pcall(string.dump, value) and objects.FUNCTION or nil
   end
   return typename(value) and objects.TORCH or nil
end

-- '<?>.net.modules.1' for the object being written.
local function path(memo)
   return table.concat(memo.names, '.', 1, memo.depth)
end

-- ---- contents -------------------------------------------------------------------------------------------------------

local write_value

-- A value with its name on the path.
local function write_named(memo, name, value)
   local depth = memo.depth + 1
   memo.names[depth], memo.depth = name, depth
   write_value(memo, value)
   memo.depth = depth - 1
end

local function write_table(memo, object)
   local n = 0
   for _ in pairs(object) do
      n = n + 1
   end
   put(memo.stream, Int, n)
   for key, value in pairs(object) do
      write_value(memo, key)
      local kind = type(key)
      write_named(memo, (kind == 'string' or kind == 'number') and key or '<?>', value)
   end
end

-- Number of an upvalue: the same for all functions of this file that share it.
local function cell_number(memo, object, position)
   local id = debug.upvalueid(object, position)
   local number = memo.cells[id]
   if not number then
      number = memo.cell_count + 1
      memo.cell_count, memo.cells[id] = number, number
   end
   return number
end

local function upvalues_of(memo, object)
   local upvalues = {}
   for position = 1, math.huge do
      local name, value = debug.getupvalue(object, position)
      if not name then
         return upvalues
      end
      if name == '_ENV' then
         value = nil
      end
      upvalues[position] = { name = name, id = cell_number(memo, object, position), value = value }
   end
end

-- Kind, a fresh index and the number of pairs of a table that nothing else refers to.
local function begin_table(memo, pair_count)
   local s = memo.stream
   put(s, Int, objects.TABLE)
   memo.count = memo.count + 1
   put(s, Int, memo.count)
   put(s, Int, pair_count)
end

-- The list of upvalues is written as the table that it is, but the path names each by the variable's name alone.
local function write_upvalues(memo, upvalues)
   begin_table(memo, #upvalues)
   for position, upvalue in ipairs(upvalues) do
      write_value(memo, position)
      begin_table(memo, upvalue.value == nil and 2 or 3)
      for field, value in pairs(upvalue) do
         write_value(memo, field)
         write_named(memo, upvalue.name, value)
      end
   end
end

local function write_function(memo, object)
   memo.kept[object] = true -- its upvalues are known by their addresses
   put_text(memo.stream, string.dump(object))
   write_upvalues(memo, upvalues_of(memo, object))
end

-- The fields of an object whose class says nothing about writing, as far as they can be written.
local function write_fields(memo, object)
   local fields = {}
   for key, value in pairs(object) do
      if kind_of(value) then
         fields[key] = value
      else
         print(('$ Warning: cannot write object field <%s> of <%s> at %s'):format(tostring(key), typename(object), path(memo)))
      end
   end
   write_value(memo, fields)
end

local function write_torch(memo, object)
   local s, name = memo.stream, typename(object)
   local meta = class.getmetatable(name)
   put_text(s, 'V ' .. tostring(lookup(meta, '__version')))
   put_text(s, name)
   local write = lookup(meta, '__write') or lookup(meta, 'write')
   if write then
      write(object, memo.file)
      File.writing(memo.file)
   elseif type(object) == 'table' then
      write_fields(memo, object)
   else
      blame('<%s> is a non-serializable Torch object at %s', name, path(memo))
   end
end

local CONTENTS = { [objects.TABLE] = write_table, [objects.TORCH] = write_torch, [objects.FUNCTION] = write_function }

local function write_indexed(memo, object, kind)
   local s, written = memo.stream, memo.written
   local luatype = type(object)
   local identity = (luatype == 'table' or luatype == 'function') and object or address(object)
   local index = not s.unreferenced and written[identity]
   if index then
      put(s, Int, index)
      return
   end
   index = memo.count + 1
   memo.count = index
   put(s, Int, index)
   if not s.unreferenced then
      written[identity] = index
      memo.kept[object] = true
   end
   local hook = memo.hook
   objects.nested(CONTENTS[kind], memo, hook and hook(object) or object)
end

function write_value(memo, value)
   local s, kind = memo.stream, kind_of(value)
   if not kind then
      blame('Unwritable object <%s> at %s', type(value), path(memo))
   end
   put(s, Int, kind)
   if kind == objects.STRING then
      put_text(s, value)
   elseif kind == objects.NUMBER then
      put(s, Double, value)
   elseif kind == objects.BOOLEAN then
      put(s, Int, value and 1 or 0)
   elseif kind ~= objects.NIL then
      write_indexed(memo, value, kind)
   end
end

-- ---- methods --------------------------------------------------------------------------------------------------------

local M = File.metatable

local function write_object(memo, value, name, hook)
   local outer = memo.hook
   memo.hook = hook
   if name or memo.depth == 0 then
      write_named(memo, name or '<?>', value)
   else
      write_value(memo, value)
   end
   memo.hook = outer
end

--- Write any value but C functions, coroutines and foreign userdata.
-- @param value what to write; what was written to this file before is written as a reference, see referenced()
-- @param debugname what error messages call it
-- @param hook function(object) that returns what to write instead of a table, torch object or function
-- @return self
function M:writeObject(value, debugname, hook)
   local s = File.writing(self)
   if debugname ~= nil and type(debugname) ~= 'string' then
      blame("bad argument #2 to 'writeObject' (a name as a string expected, got %s)", class.type(debugname))
   elseif hook ~= nil and type(hook) ~= 'function' then
      blame("bad argument #3 to 'writeObject' (function expected, got %s)", class.type(hook))
   end
   objects.run(self, s, write_object, value, debugname, hook)
   if s.unbuffered then
      self:synchronize()
   end
   return self
end

--- Kind of object as the file will tell it, or nil when it cannot be written.
function M.isWritableObject(_, value)
   return kind_of(value)
end

--- Say whether objects that come again are written, and read, as references (as they are unless told) or in full.
function M:referenced(on)
   File.any(self).unreferenced = not on
   return self
end

function M:isReferenced()
   return not File.any(self).unreferenced
end

-- ---- classes --------------------------------------------------------------------------------------------------------

for _, T in ipairs(types.stored) do
   function T.tensor:write(file)
      local s, p = File.writing(file), handle.pointer(self)
      local n = p.nDimension
      put(s, Int, n)
      put_array(s, Long, p.size, n)
      put_array(s, Long, p.stride, n)
      put(s, Long, tonumber(p.storageOffset) + 1)
      file:writeObject(self:storage())
   end

   function T.storage:write(file)
      local s, p = File.writing(file), handle.storagePointer(self)
      local n = tonumber(p.size)
      put(s, Long, n)
      put_array(s, T, p.data, n)
   end
end
