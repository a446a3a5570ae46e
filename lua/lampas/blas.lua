--- Which kernels OpenBLAS runs.
--
-- OpenBLAS goes by the processor's model number. On one that is younger than it, it runs those of 2004 (Prescott, SSE3), at an eighth of what
-- the processor can. It is then told to run those of the instruction-set level in use. A choice of its own that fits stays, and
-- so does the user's: what `OPENBLAS_CORETYPE` names.
local ffi = require 'ffi'

ffi.cdef [[
void gotoblas_dynamic_init(void);
void gotoblas_dynamic_quit(void);
int setenv(const char *name, const char *value, int overwrite);
int unsetenv(const char *name);
]]

local VARIABLE = 'OPENBLAS_CORETYPE'
local FITTING = { v3 = 'Haswell', v4 = 'SkylakeX' }

-- Kernels without fused multiply-add, by the names that OpenBLAS has for them.
local SLOW = {}
for name in ([[Unknown Katmai Coppermine Northwood Prescott Banias Atom Core2 Penryn Dunnington Nehalem Sandybridge Athlon Opteron Opteron_SSE3
   Barcelona Bobcat Nano]]):gmatch('%S+') do
   SLOW[name:lower()] = true
end

local blas = {}

--- The kernels that OpenBLAS should run instead of its own choice; nil: it is well as it is.
-- @param level instruction-set level in use
-- @param chosen name of the kernels it has chosen
-- @param wish what the user asks for in OPENBLAS_CORETYPE, nil for nothing
function blas.better(level, chosen, wish)
   return not wish and SLOW[chosen:lower()] and FITTING[level] or nil
end

--- Has OpenBLAS choose again where it has chosen badly; before its first use.
-- @param library the C library, linked with OpenBLAS
-- @param level instruction-set level in use
function blas.choose(library, level)
   local better = blas.better(level, ffi.string(library.lampas_blas_corename()), os.getenv(VARIABLE))
   local several = better and pcall(function() return library.gotoblas_dynamic_init end) -- kernels were built for several processors
   if several then
      ffi.C.setenv(VARIABLE, better, 1)
      library.gotoblas_dynamic_quit()
      library.gotoblas_dynamic_init()
      ffi.C.unsetenv(VARIABLE) -- programs that this one runs make their own choice
      blas.told = better
   end
end

--- What a shell has to set for a program with an OpenBLAS of the same age, which would choose as badly; '' where there is nothing.
function blas.variables()
   return blas.told and VARIABLE .. '=' .. blas.told or ''
end

return blas
