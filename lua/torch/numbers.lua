--- The elements of floating tensors as Lua's numbers: what is indexed and moved like a pointer, and safe to read.
--
-- LuaJIT tells the types of its values apart by the bits of NaNs, and its FFI hands a NaN from memory on as it stands: a `double` whose
-- bits are those of a tagged pointer, as uninitialised or damaged memory may hold, would be taken for a table. Here every NaN is
-- read as the one that LuaJIT makes itself. Half-precision elements are converted on the way.
local ffi = require 'ffi'
local bit = require 'bit'
local library = require 'lampas.library'

local core, cast, band = library.core, ffi.cast, bit.band
local NAN, INFINITY = 0 / 0, math.huge

ffi.cdef [[
   typedef union lampas_floats { float *first; int32_t *bits; } lampas_floats;
   typedef union lampas_doubles { double *first; int32_t *bits; } lampas_doubles;
   typedef struct lampas_halves { THHalf *first; } lampas_halves;
]]

-- A class of elements: `read(self, i)`, and for assignment `write(self, i, value)`.
local function define(name, pointer, read, write)
   local class
   class = ffi.metatype(name, {
      __index = read,
      __newindex = write,
      __add = function(self, n)
         return class(self.first + n)
      end,
   })
   local address = ffi.typeof(pointer)
   return function(start)
      return class(cast(address, start))
   end
end

local function assign(self, i, value)
   self.first[i] = value
end

local HIGH = ffi.abi('le') and 1 or 0 -- where a double's sign and exponent stand

return {
   --- Elements from a `void *` on, by the name of their type.
   Float = define('lampas_floats', 'float *', function(self, i)
      local bits = self.bits[i]
      if band(bits, 0x7f800000) ~= 0x7f800000 or band(bits, 0x7fffff) == 0 then
         return self.first[i]
      end
      return NAN
   end, assign),

   Double = define('lampas_doubles', 'double *', function(self, i)
      local high = self.bits[2 * i + HIGH]
      if band(high, 0x7ff00000) ~= 0x7ff00000 then
         return self.first[i]
      elseif band(high, 0xfffff) == 0 and self.bits[2 * i + 1 - HIGH] == 0 then
         return high < 0 and -INFINITY or INFINITY
      end
      return NAN
   end, assign),

   Half = define('lampas_halves', 'THHalf *', function(self, i)
      return core.lampas_half_to_number(self.first + i)
   end, function(self, i, value)
      core.lampas_half_from_number(self.first + i, value)
   end),
}
