--- Torch's object model: named classes with single inheritance, for Lua tables and for userdata.
--
-- A class is its metatable. Its parent is the metatable of that metatable, so a lookup walks metatables upwards.
-- The Lua registry maps the class name to the metatable and the metatable to the name; nothing else is authoritative,
-- so deleting the two entries forgets the class. Names with two underscores at both ends (`__add__`, `__index__` …)
-- are ordinary methods, found through the class chain; the Lua metamethods forward to them.
local ffi = require 'ffi'
local library = require 'lampas.library'
local blame = require 'lampas.blame'

local class = {}

local registry = debug.getregistry()
local constructors = setmetatable({}, { __mode = 'k' })     -- constructor table → its class
local constructor_of = setmetatable({}, { __mode = 'k' })   -- class → its constructor table
local factories = setmetatable({}, { __mode = 'k' })        -- class → function that makes an empty object

local ctypes = {}                                           -- number of a ctype → class of such FFI objects

local function lookup(meta, key)
   while type(meta) == 'table' do
      local value = rawget(meta, key)
      if value ~= nil then
         return value
      end
      meta = getmetatable(meta)
   end
end

-- ---- metamethods that forward to double-underscored methods --------------------------------------------------

local function index(object, key)
   local meta = getmetatable(object)
   local handler = lookup(meta, '__index__')
   if handler then
      local value, handled = handler(object, key)
      if handled then
         return value
      end
   end
   return lookup(meta, key)
end

local function newindex(object, key, value)
   local handler = lookup(getmetatable(object), '__newindex__')
   if handler and handler(object, key, value) then
      return
   end
   if type(object) == 'table' then
      rawset(object, key, value)
   else
      blame('the class %s cannot be indexed by a %s', class.typename(object), type(key))
   end
end

local function handler_of(value, name)
   local kind = type(value)
   if kind == 'userdata' or kind == 'table' then
      return lookup(getmetatable(value), name)
   end
end

local function binary(name)
   return function(a, b)
      local handler = handler_of(a, name) or handler_of(b, name)
      if not handler then
         blame('%s has no %s operator', class.typename(a) or class.typename(b) or type(a), name)
      end
      return handler(a, b)
   end
end

local function unary(name)
   return function(a, ...)
      local handler = handler_of(a, name)
      if not handler then
         blame('%s has no %s operator', class.typename(a) or type(a), name)
      end
      return handler(a, ...)
   end
end

-- Equality needs one function in both operands' metatables.
local function equal(a, b)
   local handler = handler_of(a, '__eq__') or handler_of(b, '__eq__')
   if handler then
      return handler(a, b)
   end
   return class.isequal(a, b)
end

local function to_string(object)
   local handler = lookup(getmetatable(object), '__tostring__')
   return handler and handler(object) or class.typename(object)
end

local METAMETHODS = {
   __index = index,
   __newindex = newindex,
   __eq = equal,
   __tostring = to_string,
   __len = unary '__len__',
   __call = unary '__call__',
   __unm = unary '__unm__',
}
for _, name in ipairs { 'add', 'sub', 'mul', 'div', 'mod', 'pow', 'concat', 'lt', 'le' } do
   METAMETHODS['__' .. name] = binary('__' .. name .. '__')
end

-- ---- names and modules ----------------------------------------------------------------------------------------

-- Packages load classes on first use: touching the global path of an unknown class may make it known.
local function known(name)
   if type(registry[name]) ~= 'table' and type(name) == 'string' then
      local place = _G
      for part in name:gmatch('[^.]+') do
         place = type(place) == 'table' and place[part] or nil
      end
   end
   local meta = registry[name]
   return type(meta) == 'table' and registry[meta] == name and meta or nil
end

-- The table that a dotted name's constructor goes into, and the name's last part.
local function destination(name, module)
   local path, last = name:match('^(.*)%.([^.]+)$')
   last = last or name
   if module then
      return module, last
   end
   local place = _G
   for part in (path or ''):gmatch('[^.]+') do
      place = rawget(place, part)
      if type(place) ~= 'table' then
         blame("while creating class %s: '%s' is not a table", name, path)
      end
   end
   return place, last
end

--- The class metatable registered under `name`, or nil.
function class.getmetatable(name)
   return known(name)
end

--- The constructor table (`nn.Linear`) of the class `name`, or nil.
function class.getconstructortable(name)
   local meta = known(name)
   return meta and constructor_of[meta]
end

--- A function that makes an empty object of class `name` (no `__init` run), or nil.
function class.factory(name)
   local meta = known(name)
   return meta and factories[meta]
end

--- Class name of an object, or nil for anything that is not of a torch class (a constructor table is not).
function class.typename(...)
   local object = ...
   if select('#', ...) == 0 then
      blame("bad argument #1 to 'typename' (value expected)")
   end
   local kind = type(object)
   if (kind == 'table' and not constructors[object]) or kind == 'userdata' or kind == 'cdata' then
      local meta = kind == 'cdata' and ctypes[tonumber(ffi.typeof(object))] or getmetatable(object)
      local name = type(meta) == 'table' and registry[meta]
      return type(name) == 'string' and name or nil
   end
end

--- Class name of `object`, else its Lua type.
function class.type(object)
   return class.typename(object) or type(object)
end

-- A class name matches itself alone, not names that it is a part of; a pattern matches wherever it is found.
local function matches(name, spec)
   local found = name:match(spec)
   return found ~= nil and (found ~= spec or found == name)
end

--- True when `object`'s class or one of its ancestors is `spec`: a class name, a Lua pattern that matches one, or a
-- constructor table.
function class.isTypeOf(object, spec)
   local wanted = type(spec) == 'table' and getmetatable(spec) and getmetatable(spec).__typename
   if not wanted and type(spec) ~= 'string' then
      blame("bad argument #2 to 'isTypeOf' (class name, pattern or constructor table expected)")
   end
   if not class.typename(object) then
      return false
   end
   local meta = getmetatable(object)
   while meta do
      local name = rawget(meta, '__typename')
      if name and (name == (wanted or spec) or not wanted and matches(name, spec)) then
         return true
      end
      meta = getmetatable(meta)
   end
   return false
end

--- True when both are torch userdata over the same C object, or the same Lua value.
function class.isequal(a, b)
   if type(a) == 'userdata' and type(b) == 'userdata' and getmetatable(a) == getmetatable(b) then
      return library.address(a) == library.address(b)
   end
   return rawequal(a, b)
end

local WITHOUT_ADDRESS = { ['nil'] = true, boolean = true, number = true }

--- Address of the object as a number: the C object's for torch userdata, its own for other collectable values.
function class.pointer(object)
   if WITHOUT_ADDRESS[type(object)] then
      blame("bad argument #1 to 'pointer' (Torch object, table, thread, cdata or function expected, got %s)", type(object))
   end
   return library.address(object)
end

--- The class's `__version`: what a file tells about the layout of its objects.
function class.version(object)
   local meta = getmetatable(object)
   return meta and lookup(meta, '__version')
end

-- Tables are read and written natively, along the chain of metatables, unless a class in the chain has a handler: which one
-- may be told after the class was declared, so that it is looked for when an object is made.
local function settle(meta)
   if rawget(meta, '__index') == meta and lookup(meta, '__index__') then
      rawset(meta, '__index', index)
   end
   if not rawget(meta, '__newindex') and lookup(meta, '__newindex__') then
      rawset(meta, '__newindex', newindex)
   end
   return meta
end

--- Make `object` (a table) one of class `name`; returns it.
function class.setmetatable(object, name)
   local meta = known(name)
   if not meta then
      blame('unknown class %s', tostring(name))
   end
   return setmetatable(object, settle(meta))
end

-- ---- making classes ---------------------------------------------------------------------------------------------

-- Reading a class's field through its constructor walks the class chain, writing one stays in the class.
local function make_constructor_table(meta, construct)
   local ctor = {}
   constructors[ctor] = meta
   constructor_of[meta] = ctor
   rawset(meta, 'new', construct)
   return setmetatable(ctor, {
      __call = function(_, ...)
         return construct(...)
      end,
      __index = meta,
      __newindex = function(_, key, value)
         rawset(meta, key, value)
      end,
      __metatable = meta,
   })
end

local function make_metatable(name, parent)
   local meta = { __typename = name, __version = 1 }
   for key, value in pairs(METAMETHODS) do
      meta[key] = value
   end
   meta.__metatable = meta
   registry[name] = meta
   registry[meta] = name
   return parent and setmetatable(meta, parent) or meta
end

local function parent_of(name)
   if name then
      return known(name) or blame('unknown parent class %s', name)
   end
end

local function refuse_redeclaration(name, meta, parent_meta)
   if getmetatable(meta) ~= parent_meta then
      blame('class %s has been already assigned a parent class', name)
   end
   if constructor_of[meta] then
      blame('class %s has been already assigned a constructor', name)
   end
end

--- Register a class over userdata or tables.
-- @param name class name, e.g. `torch.DoubleTensor`
-- @param parent parent class name or nil
-- @param construct function(...) that makes an object
-- @param finalise function for `__gc`, or nil
-- @param factory function() that makes an empty object, or nil
-- @param module table that receives the constructor; nil: the global path of the name
-- @return the class metatable
function class.newmetatable(name, parent, construct, finalise, factory, module)
   local parent_meta = parent_of(parent)
   local meta = registry[name]
   if meta then
      refuse_redeclaration(name, meta, parent_meta)
   else
      meta = make_metatable(name, parent_meta)
   end
   meta.__gc = finalise
   factories[meta] = factory
   if construct then
      local place, last = destination(name, module)
      rawset(place, last, make_constructor_table(meta, construct))
   end
   return meta
end

--- Make a table the metatable of a class of that name; with a ctype, of all FFI objects of that type.
-- @return the table
function class.metatype(name, meta, ctype)
   if type(name) ~= 'string' or type(meta) ~= 'table' then
      blame('<class name> <metatable> [<ctype>] expected')
   elseif known(name) then
      blame('class %s has been already declared', name)
   end
   meta.__typename, meta.__version = name, meta.__version or 1
   registry[name], registry[meta] = meta, name
   if ctype then
      ctypes[tonumber(ffi.typeof(ctype))] = meta
      ffi.metatype(ctype, meta)
   end
   return meta
end

--- Declare a class of Lua tables.
-- `torch.class(name [, parentName] [, moduleTable])`: the constructor is stored under the dotted name's global path, or in
-- `moduleTable` under its last part. `ctor(...)` makes a table of that class and calls `__init(...)` on it if there is one.
-- @return the class metatable (its methods go there) and the parent's metatable
function class.class(name, parent, module)
   if type(parent) == 'table' and module == nil then
      parent, module = nil, parent
   end
   if type(name) ~= 'string' or (parent ~= nil and type(parent) ~= 'string') or (module ~= nil and type(module) ~= 'table') then
      blame('<class name> [<parent class name>] [<module table>] expected')
   end
   local meta
   local function construct(...)
      local object = setmetatable({}, settle(meta))
      local init = lookup(meta, '__init')
      if init then
         init(object, ...)
      end
      return object
   end
   local function factory()
      return setmetatable({}, settle(meta))
   end
   meta = class.newmetatable(name, parent, construct, nil, factory, module)
   rawset(meta, '__index', meta)
   rawset(meta, '__newindex', nil)
   return meta, getmetatable(meta)
end

class.lookup = lookup

return class
