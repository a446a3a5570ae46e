--- torch.save, torch.load and their kin: whole objects to files, strings and storages.
local ffi = require 'ffi'
local library = require 'lampas.library'
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local File = require 'torch.File'
local disk = require 'torch.DiskFile'
local blame = require 'lampas.blame'
require 'torch.MemoryFile'
require 'torch.writer'
require 'torch.reader'

local core = library.core
local Char = types.by_name.Char

local SAVE_MODES = { binary = true, ascii = true }
local LOAD_MODES = { binary = true, ascii = true, b32 = true, b64 = true }

local function check_mode(mode, modes, expected)
   if not modes[mode] then
      blame('%s (or nil) expected for mode, got %s', expected, tostring(mode))
   end
end

-- Set the encoding of a file: 'binary', 'ascii', or 'b32' and 'b64' for binary files with longs of so many bits.
local function set_encoding(file, mode)
   if mode == 'ascii' then
      return file:ascii()
   end
   local bits = mode:match('^b(%d%d)$')
   return file:binary():longSize(bits and bits / 8 or 0)
end

-- ---- files ----------------------------------------------------------------------------------------------------------

-- The file's own name if `name` is a link, else `name`.
local function without_links(name)
   local text = core.lampas_real_path(name)
   if text == nil then
      return name
   end
   local path = ffi.string(text)
   core.lampas_free_text(text)
   return path
end

-- A new file beside `target`, and its name; nil when there can be none.
local function open_beside(target)
   for attempt = 1, 100 do
      local name = ('%s.%d.part'):format(target, attempt)
      local file = disk.create(name)
      if file then
         return file, name
      end
   end
end

-- Call write(file) for a file that takes the place of `name` once it is complete; until then the old one stays as it is.
-- Devices and pipes, and files in folders where nothing can be made, are written in place.
local function replacing(name, write)
   local kind = core.lampas_kind(name)
   local target = without_links(name)
   local file, temporary
   if kind ~= 2 then
      file, temporary = open_beside(target)
   end
   if not temporary then
      file = torch.DiskFile(name, 'w')
      write(file)
      return file:close()
   end
   local fine, problem = pcall(function()
      write(file)
      file:close()
      if kind == 1 then
         core.lampas_copy_permissions(target, temporary)
      end
      local renamed, why = os.rename(temporary, target)
      if not renamed then
         blame('cannot save %s: %s', name, why)
      end
   end)
   if not fine then
      os.remove(temporary)
      error(problem, 0)
   end
end

--- Save any object to a file. The file takes the place of an older one only when it is complete.
-- @param name file name
-- @param object anything that file:writeObject takes
-- @param mode 'binary' (when nil) or 'ascii'
-- @param referenced false: write objects that come again in full
function torch.save(name, object, mode, referenced)
   mode = mode or 'binary'
   check_mode(mode, SAVE_MODES, '"binary" or "ascii"')
   if type(name) ~= 'string' then
      blame("bad argument #1 to 'save' (file name expected, got %s)", class.type(name))
   end
   replacing(name, function(file)
      set_encoding(file, mode):referenced(referenced ~= false):writeObject(object)
   end)
end

--- Load what torch.save saved.
-- @param name file name
-- @param mode 'binary' (when nil), 'ascii', or 'b32' and 'b64' for files from machines with longs of so many bits
-- @param referenced false: the file was saved so
function torch.load(name, mode, referenced)
   mode = mode or 'binary'
   check_mode(mode, LOAD_MODES, '"binary", "b32", "b64" or "ascii"')
   local file = set_encoding(torch.DiskFile(name, 'r'), mode):referenced(referenced ~= false)
   local object = file:readObject()
   file:close()
   return object
end

torch.saveobj, torch.loadobj = torch.save, torch.load

-- ---- memory ---------------------------------------------------------------------------------------------------------

local function written(object, mode)
   mode = mode or 'binary'
   check_mode(mode, SAVE_MODES, '"binary" or "ascii"')
   return set_encoding(torch.MemoryFile('rw'), mode):writeObject(object)
end

--- An object as a string.
function torch.serialize(object, mode)
   local file = written(object, mode)
   local text = File.contents(file)
   file:close()
   return text
end

--- An object as a CharStorage.
function torch.serializeToStorage(object, mode)
   local file = written(object, mode)
   local storage = file:storage()
   file:close()
   return storage:resize(storage:size() - 1)
end

local function read_from(file, mode)
   local object = set_encoding(file, mode):readObject()
   file:close()
   return object
end

--- The object that torch.serialize made a string of.
function torch.deserialize(text, mode)
   mode = mode or 'binary'
   check_mode(mode, LOAD_MODES, '"binary", "b32", "b64" or "ascii"')
   if type(text) ~= 'string' then
      blame("bad argument #1 to 'deserialize' (string expected, got %s)", class.type(text))
   end
   return read_from(File.overMemory(text, ffi.cast('const char *', text), #text), mode)
end

--- The object that torch.serializeToStorage made a storage of.
function torch.deserializeFromStorage(storage, mode)
   mode = mode or 'binary'
   check_mode(mode, LOAD_MODES, '"binary", "b32", "b64" or "ascii"')
   if getmetatable(storage) ~= Char.storage then
      blame("bad argument #1 to 'deserializeFromStorage' (CharStorage expected, got %s)", class.type(storage))
   end
   if mode == 'ascii' then -- numbers are read up to a NUL
      return torch.deserialize(storage:string(), mode)
   end
   local p = handle.storagePointer(storage)
   return read_from(File.overMemory(storage, p.data, tonumber(p.size)), mode)
end
