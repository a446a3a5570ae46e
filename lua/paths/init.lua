--- paths: names of files and folders, and what the system says of them.
--
-- Functions that ask the system to do something return true, or nil, a message and the system's number of the error.
local ffi = require 'ffi'
local library = require 'lampas.library'
local blame = require 'lampas.blame'

local core = library.core

paths = rawget(_G, 'paths') or {}
local paths = paths

local function name(value, f, position)
   if type(value) ~= 'string' then
      blame("bad argument #%d to '%s' (string expected, got %s)", position or 1, f, type(value))
   end
   return value
end

-- A C string that has to be freed, as a Lua string; nil for NULL.
local function taken(text)
   if text ~= nil then
      local copy = ffi.string(text)
      core.lampas_free_text(text)
      return copy
   end
end

local function outcome(status)
   if status == 0 then
      return true
   end
   local number = ffi.errno()
   return nil, ffi.string(core.lampas_error_text(number)), number
end

-- ---- names --------------------------------------------------------------------------------------------------------

--- The folder that this process is in.
function paths.cwd()
   return taken(core.lampas_folder_current())
end

-- `path` as seen from the absolute path `base`: absolute, without '.', '..' and doubled slashes.
local function join(base, path)
   local parts = {}
   for part in (path:sub(1, 1) == '/' and path or base .. '/' .. path):gmatch('[^/]+') do
      if part == '..' then
         parts[#parts] = nil
      elseif part ~= '.' then
         parts[#parts + 1] = part
      end
   end
   return '/' .. table.concat(parts, '/')
end

--- The absolute path of its arguments, each seen from the folder that the ones before it name; of nothing: the current folder.
function paths.concat(...)
   local path = paths.cwd() or '/'
   for i = 1, select('#', ...) do
      path = join(path, name((select(i, ...)), 'concat'))
   end
   return path
end

--- The last part of a path, without its suffix if that is the given one (with or without its dot).
function paths.basename(path, suffix)
   local last = name(path, 'basename'):gsub('/+$', ''):match('[^/]*$')
   if last == '' then
      return path ~= '' and '/' or ''
   end
   suffix = name(suffix or '', 'basename', 2) ~= '' and '.' .. suffix:gsub('^%.', '') or ''
   return #last > #suffix and last:sub(-#suffix) == suffix and last:sub(1, -#suffix - 1) or last
end

--- What stands before the last part of a path; '.' when nothing does.
function paths.dirname(path)
   local before = name(path, 'dirname'):gsub('/+$', ''):match('^(.*)/[^/]*$')
   if not before then
      return path:match('^/') and '/' or '.'
   end
   before = before:gsub('/+$', '')
   return before == '' and '/' or before
end

--- What follows the last dot of a file's name; nil without a dot.
function paths.extname(path)
   return name(path, 'extname'):match('[^/]%.([^./]+)$')
end

-- ---- what is there ------------------------------------------------------------------------------------------------

--- Whether there is a file of this name that is no folder.
function paths.filep(path)
   return core.lampas_kind(name(path, 'filep')) ~= 0 and core.lampas_is_folder(path) == 0
end

--- Whether there is a folder of this name.
function paths.dirp(path)
   return core.lampas_is_folder(name(path, 'dirp')) ~= 0
end

--- The names in a folder as a table, with '.' and '..'.
function paths.dir(path)
   local folder = core.lampas_folder_open(name(path, 'dir'))
   if folder == nil then
      return outcome(-1)
   end
   local names = {}
   local text = core.lampas_folder_next(folder)
   while text ~= nil do
      names[#names + 1] = ffi.string(text)
      text = core.lampas_folder_next(folder)
   end
   core.lampas_folder_close(folder)
   return names
end

local function chosen_names(path, accepts, f)
   local names, problem = paths.dir(name(path, f))
   if not names then
      blame("cannot read the folder '%s': %s", path, problem)
   end
   local position = 0
   return function()
      repeat
         position = position + 1
      until not names[position] or accepts(names[position])
      return names[position]
   end
end

--- Iterate over the names in a folder, with '.' and '..', or those that match a Lua pattern or that a function accepts.
function paths.files(path, filter)
   local accepts = filter
   if filter == nil then
      accepts = function()
         return true
      end
   elseif type(filter) == 'string' then
      accepts = function(entry)
         return entry:find(filter) ~= nil
      end
   elseif type(filter) ~= 'function' then
      blame("bad argument #2 to 'files' (pattern or function expected, got %s)", type(filter))
   end
   return chosen_names(path, accepts, 'files')
end

--- Iterate over the names of the files in a folder.
function paths.iterfiles(path)
   return chosen_names(path, function(entry)
      return paths.filep(path .. '/' .. entry)
   end, 'iterfiles')
end

--- Iterate over the names of the folders in a folder, without '.' and '..'.
function paths.iterdirs(path)
   return chosen_names(path, function(entry)
      return entry ~= '.' and entry ~= '..' and paths.dirp(path .. '/' .. entry)
   end, 'iterdirs')
end

-- ---- changing what is there -----------------------------------------------------------------------------------------

--- Make a folder, and the ones that it is in if they are missing. A folder that is there already is an error.
function paths.mkdir(path)
   local parent = paths.dirname(name(path, 'mkdir'))
   if not paths.dirp(parent) and parent ~= path then
      local made, problem, number = paths.mkdir(parent)
      if not made then
         return nil, problem, number
      end
   end
   return outcome(core.lampas_folder_make(path))
end

--- Remove an empty folder.
function paths.rmdir(path)
   return outcome(core.lampas_folder_remove(name(path, 'rmdir')))
end

-- Links are removed, not followed.
local function remove_all(path)
   if os.remove(path) then
      return true
   end
   for _, entry in ipairs(paths.dir(path) or {}) do
      if entry ~= '.' and entry ~= '..' then
         local removed, problem, number = remove_all(path .. '/' .. entry)
         if not removed then
            return nil, problem, number
         end
      end
   end
   return os.remove(path)
end

--- Remove a file, or a folder with all that it holds; the second argument has to be 'yes'.
function paths.rmall(path, sure)
   if sure ~= 'yes' then
      blame("missing second argument 'yes'")
   end
   return remove_all(name(path, 'rmall'))
end

--- Go to another folder.
function paths.chdir(path)
   return outcome(core.lampas_folder_enter(name(path, 'chdir')))
end

local temporary

--- The name of a file that did not exist before; it is removed when the process ends.
function paths.tmpname()
   if not temporary then
      temporary = newproxy(true)
      local names = {}
      getmetatable(temporary).__index = names
      getmetatable(temporary).__gc = function()
         for _, path in ipairs(names) do
            os.remove(path)
         end
      end
   end
   local path = os.tmpname()
   table.insert(getmetatable(temporary).__index, path)
   return path
end

-- ---- running code -----------------------------------------------------------------------------------------------------

-- File of the function `level` calls above the caller of this one, absolute; nil when it does not come from a file.
local function file_at(level)
   local info = debug.getinfo(level + 2, 'S')
   local path = info and info.source:match('^@(.*)')
   return path and paths.concat(path)
end

--- The file that the call stands in; with a name, that name beside it.
function paths.thisfile(beside)
   local path = file_at(1)
   if path and beside ~= nil then
      return paths.concat(paths.dirname(path), beside)
   end
   return path
end

--- Run a file whose name is relative to the calling file, or to the one `depth` calls above.
function paths.dofile(file, depth)
   name(file, 'dofile')
   if depth ~= nil and not (type(depth) == 'number' and depth >= 0 and depth < 2 ^ 31) then
      blame("bad argument #2 to 'dofile' (number of calls expected, got %s)", tostring(depth))
   end
   local caller = file_at(1 + (depth or 0))
   return dofile(caller and paths.concat(paths.dirname(caller), file) or file)
end

--- As require; there for packages that look for their C library beside their Lua files, which require does as well.
function paths.require(package_name)
   return require(package_name)
end

-- ---- the system -----------------------------------------------------------------------------------------------------------

--- The system ('Linux'), the machine's name and its processor.
function paths.uname()
   local names = {}
   for part = 0, 2 do
      names[part + 1] = ffi.string(core.lampas_system_name(part))
   end
   return unpack(names)
end

function paths.is_win()
   return ffi.os == 'Windows'
end

function paths.is_mac()
   return ffi.os == 'OSX'
end

--- There for Windows, which has a registry.
function paths.getregistryvalue()
   blame('there is no registry on this system')
end

--- The first of these programs that stands on the search path, as a path; nil when none does.
function paths.findprogram(...)
   for i = 1, select('#', ...) do
      local program = name((select(i, ...)), 'findprogram')
      for folder in (program:find('/', 1, true) and '' or os.getenv('PATH') or ''):gmatch('[^:]+') do
         local path = paths.concat(folder, program)
         if paths.filep(path) then
            return path
         end
      end
      if program:find('/', 1, true) and paths.filep(program) then
         return paths.concat(program)
      end
   end
end

--- The folder of the program that runs this; nil where the system does not tell.
function paths.execdir()
   local program = taken(core.lampas_real_path('/proc/self/exe'))
   return program and paths.dirname(program)
end

paths.home = os.getenv('HOME') or '/'

-- Where lampas stands: <prefix>/share/lua/5.1 once it is installed.
local lua_path = paths.dirname(paths.dirname(paths.concat(debug.getinfo(1, 'S').source:sub(2))))
local prefix = lua_path:match('^(.*)/share/lua/[^/]+$') or paths.dirname(lua_path)

paths.install_prefix = prefix
paths.install_bin = prefix .. '/bin'
paths.install_lib = prefix .. '/lib'
paths.install_share = prefix .. '/share'
paths.install_include = prefix .. '/include'
paths.install_etc = prefix .. '/etc'
paths.install_man = prefix .. '/man'
paths.install_doc = prefix .. '/doc'
paths.install_html = prefix .. '/html'
paths.install_lua_path = lua_path
paths.install_lua_cpath = prefix .. '/lib/lua/5.1'

return paths
