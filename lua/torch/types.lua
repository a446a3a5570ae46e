--- The element types, and what goes with each.
--
-- A descriptor T holds: name ('Double'), suffix of its C kernels ('double'), code (src/types.h), ctype of an element and
-- pointer to it, bytes, floating and integer flags, kernels (C functions by name), functions (torch.f by name) and, filled
-- in by Storage.lua and Tensor.lua, `storage` and `tensor` (class metatables), `newStorage` and `newTensor`.
local ffi = require 'ffi'
local library = require 'lampas.library'

local function describe(name, suffix, code, ctype, kind)
   ffi.cdef(([[
      typedef struct TH%sStorage {
         %s *data; ptrdiff_t size; int refcount; char flag; THAllocator *allocator; void *allocatorContext; struct TH%sStorage *view; int type;
      } TH%sStorage;
      typedef struct TH%sTensor {
         long *size; long *stride; int nDimension; TH%sStorage *storage; ptrdiff_t storageOffset; int refcount; char flag; int type;
      } TH%sTensor;
   ]]):format(name, ctype, name, name, name, name, name))
   return {
      name = name,
      suffix = suffix,
      code = code,
      ctype = ctype,
      pointer = ffi.typeof(ctype .. ' *'),
      bytes = tonumber(library.core.lampas_element_size(code)),
      floating = kind == 'floating',
      integer = kind == 'integer',
      kernels = library.kernels[suffix],
      functions = {},
      tensorName = 'torch.' .. name .. 'Tensor',
      storageName = 'torch.' .. name .. 'Storage',
   }
end

-- The structs that describe() declares are those that foreign FFI code knows by name; src/types.h lays out the same memory.
local types = {
   Byte = describe('Byte', 'byte', 0, 'unsigned char', 'integer'),
   Char = describe('Char', 'char', 1, 'signed char', 'integer'),
   Short = describe('Short', 'short', 2, 'short', 'integer'),
   Int = describe('Int', 'int', 3, 'int', 'integer'),
   Long = describe('Long', 'long', 4, 'long', 'integer'),
   Float = describe('Float', 'float', 5, 'float', 'floating'),
   Double = describe('Double', 'double', 6, 'double', 'floating'),
}

local list = { types.Byte, types.Char, types.Short, types.Int, types.Long, types.Float, types.Double }

return {
   by_name = types,
   all = list,
   floating = { types.Float, types.Double },
   integer = { unpack(list, 1, 5) },
}
