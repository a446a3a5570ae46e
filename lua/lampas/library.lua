--- Loads the compiled library: the core once, the kernels of one instruction-set level.
--
-- `LAMPAS_ISA` (v2, v3, v4 or generic) forces a level; otherwise the highest one runs that was built and that this
-- processor has. Kernels are reached by element type: `library.kernels.float.Threshold_updateOutput(...)`
-- is the C function `Threshold_updateOutput_float`, and `library.engine.name(...)` one that has no element type.
local ffi = require 'ffi'

local LEVELS = { v2 = { 'v2' }, v3 = { 'v3', 'v2' }, v4 = { 'v4', 'v3', 'v2' }, generic = { 'generic' } }

local here = debug.getinfo(1, 'S').source:match('^@(.*)lampas/library%.lua$') or './'

-- The build folder beside lua/ in a source tree, or lampas/ on package.cpath once installed.
local function find(name)
   local folder = os.getenv('LAMPAS_BUILD')
   local candidates = {}
   if folder then
      candidates[1] = folder .. '/' .. name
   else
      candidates[1] = here .. '../build/' .. name
      for template in package.cpath:gmatch('[^;]+') do
         candidates[#candidates + 1] = (template:gsub('%?%.so$', 'lampas/' .. name))
      end
   end
   for _, path in ipairs(candidates) do
      local file = io.open(path, 'rb')
      if file then
         file:close()
         return path
      end
   end
   return nil, candidates[1]
end

local function find_or_fail(name)
   local path, looked = find(name)
   if not path then
      error(('lampas is not built: %s not found (run make in the project\'s folder)'):format(looked), 0)
   end
   return path
end

local header = assert(io.open(find_or_fail('cdef.h'), 'r'))
ffi.cdef(header:read('*a'))
header:close()

local core_path = find_or_fail('core.so')
local open_box = assert(package.loadlib(core_path, 'luaopen_lampas_core'))
local core = ffi.load(core_path)
local box = open_box()

-- The levels that were built and that this processor runs, widest first.
local function runnable_levels()
   local levels = {}
   for _, level in ipairs(LEVELS[ffi.string(core.lampas_cpu_level())]) do
      if find(level .. '.so') then
         levels[#levels + 1] = level
      end
   end
   if #levels == 0 then
      levels[1] = 'generic'
   end
   return levels
end

local function choose_level()
   local forced = os.getenv('LAMPAS_ISA')
   if forced then
      if not LEVELS[forced] then
         error(('LAMPAS_ISA=%s: expected v2, v3, v4 or generic'):format(forced), 0)
      end
      return forced, find_or_fail(forced .. '.so')
   end
   local widest = runnable_levels()[1]
   return widest, find_or_fail(widest .. '.so')
end

-- A layer's call goes through many small functions that end in a call, and LuaJIT gives a trace up after 15 of those unless told otherwise:
-- what is left to the interpreter then costs as much as a small layer's kernel.
jit.opt.start('loopunroll=40')

local level, path = choose_level()
local clib = ffi.load(path)
require('lampas.blas').choose(clib, level)

local function typed(suffix)
   return setmetatable({}, {
      __index = function(self, name)
         local f = clib[name .. suffix]
         rawset(self, name, f)
         return f
      end,
   })
end

local kernels = {}
for _, name in ipairs { 'byte', 'char', 'short', 'int', 'long', 'float', 'double' } do
   kernels[name] = typed('_' .. name)
end

return {
   core = core,        -- C functions of src/core
   box = box.box,      -- box(metatable [, pointer]) makes a userdata
   address = box.address,
   gcTensor = box.gcTensor,
   gcStorage = box.gcStorage,
   gcGenerator = box.gcGenerator,
   engine = clib,      -- C functions of src/engine
   kernels = kernels,  -- C functions of src/tensor, src/floating and src/nn, by element type
   level = level,      -- the instruction-set level that was loaded
   levels = runnable_levels,
   path = path,
}
