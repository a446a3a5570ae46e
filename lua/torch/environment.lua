--- What torch offers beside tensors: environments of objects, the clock, included files, terminals, classes of foreign code.
local ffi = require 'ffi'
local library = require 'lampas.library'
local class = require 'torch.class'
local File = require 'torch.File'
local memory = require 'torch.memory'
local blame = require 'lampas.blame'

local core = library.core

-- ---- environments -----------------------------------------------------------------------------------------------------

local function check_environment_of(object, name)
   local kind = type(object)
   if kind ~= 'function' and kind ~= 'userdata' then
      blame("bad argument #1 to '%s' (function or userdata expected, got %s)", name, kind)
   end
end

--- Environment table of a function or userdata.
function torch.getenv(object)
   check_environment_of(object, 'getenv')
   return debug.getfenv(object)
end

--- Give a function or userdata another environment table.
function torch.setenv(object, environment)
   check_environment_of(object, 'setenv')
   if type(environment) ~= 'table' then
      blame("bad argument #2 to 'setenv' (table expected, got %s)", class.type(environment))
   end
   debug.setfenv(object, environment)
end

-- ---- the clock --------------------------------------------------------------------------------------------------------

local times = ffi.new('double[3]')

--- Seconds of a clock that only goes forward.
function torch.tic()
   core.lampas_times(times)
   return times[0]
end

--- Seconds since a tic.
function torch.toc(tic)
   if type(tic) ~= 'number' then
      blame("bad argument #1 to 'toc' (number expected, got %s)", class.type(tic))
   end
   return torch.tic() - tic
end

-- ---- memory -------------------------------------------------------------------------------------------------------------

torch._heaptracking = true

--- Say whether Lua's collector runs when native memory has grown. It does unless told otherwise.
function torch.setheaptracking(on)
   torch._heaptracking = on and true or false
   memory.setTracking(torch._heaptracking)
end

-- ---- files of code ------------------------------------------------------------------------------------------------------

local function check_text(name, position, value)
   if type(value) ~= 'string' then
      blame("bad argument #%d to '%s' (string expected, got %s)", position, name, class.type(value))
   end
end

--- Folder that `require(name)` finds a package in, nil when it does not; without a name, the folder that holds torch's.
function torch.packageLuaPath(name)
   if name == nil then
      return torch.packageLuaPath('torch'):match('^(.*)/')
   end
   check_text('packageLuaPath', 1, name)
   for template in package.path:gmatch('[^;]+') do
      local path = template:gsub('%?', (name:gsub('%.', '/')))
      local file = io.open(path)
      if file then
         file:close()
         return path:match('^(.*)/')
      end
   end
end

--- Run a file of a package's folder.
function torch.include(package_name, file)
   check_text('include', 1, package_name)
   check_text('include', 2, file)
   local folder = torch.packageLuaPath(package_name) or blame('package %s not found', tostring(package_name))
   return dofile(folder .. '/' .. file)
end

--- Run a file whose name is relative to the calling file.
local function include(file)
   check_text('include', 1, file)
   local folder = debug.getinfo(2, 'S').source:match('^@(.*/)')
   return dofile(file:match('^/') and file or (folder or '') .. file)
end
rawset(_G, 'include', rawget(_G, 'include') or include)

-- ---- terminals ------------------------------------------------------------------------------------------------------------

--- True when a Lua or torch file is a terminal.
function torch.isatty(file)
   local descriptor
   if io.type(file) == 'file' then
      descriptor = core.lampas_standard_descriptor(file)
   else
      descriptor = File.state(file).descriptor
   end
   return descriptor ~= nil and core.lampas_is_terminal(descriptor) ~= 0
end

-- ---- foreign code ----------------------------------------------------------------------------------------------------------

--- A userdata of class `name` over a C object, of which it takes over one reference.
function torch.pushudata(pointer, name)
   local meta = class.getmetatable(name) or blame('unknown class %s', tostring(name))
   return library.box(meta, ffi.cast('void *', pointer))
end
