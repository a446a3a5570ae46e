--- The element types, and what goes with each.
--
-- A descriptor T holds: name ('Double'), suffix of its C kernels ('double'), code (src/types.h), ctype of an element and
-- pointer to it, elements (a `void *` → something indexed
-- from 0 that reads and takes numbers), bytes, floating and integer flags, kernels (C functions by name), functions (torch.f by name) and, filled
-- in by Storage.lua and Tensor.lua, `storage` and `tensor` (class metatables), `newStorage` and `newTensor`.
local ffi = require 'ffi'
local library = require 'lampas.library'
local numbers = require 'torch.numbers'

local function describe(name, suffix, code, ctype, kind)
   ffi.cdef(([[
      typedef struct TH%sStorage {
         %s *data; ptrdiff_t size; int refcount; char flag; THAllocator *allocator; void *allocatorContext; struct TH%sStorage *view; int type;
      } TH%sStorage;
      typedef struct TH%sTensor {
         long *size; long *stride; int nDimension; TH%sStorage *storage; ptrdiff_t storageOffset; int refcount; char flag; int type;
      } TH%sTensor;
   ]]):format(name, ctype, name, name, name, name, name))
   local pointer = ffi.typeof(ctype .. ' *')
   return {
      name = name,
      suffix = suffix,
      code = code,
      ctype = ctype,
      pointer = pointer,
      elements = numbers[name] or function(address)
         return ffi.cast(pointer, address)
      end,
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
   Half = describe('Half', 'half', 7, 'THHalf', 'half'),
}

local list = { types.Byte, types.Char, types.Short, types.Int, types.Long, types.Float, types.Double }

local by_code = {}
for _, T in pairs(types) do
   by_code[T.code] = T
end

return {
   by_name = types,
   by_code = by_code,
   all = list,                            -- the types that compute
   stored = { types.Half, unpack(list) }, -- those that tensors and storages are made of: they do not compute in half precision
   floating = { types.Float, types.Double },
   integer = { unpack(list, 1, 5) },
}
