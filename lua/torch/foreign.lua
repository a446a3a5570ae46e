--- What tensors and storages offer to FFI code: their memory, their struct, a reference held by hand (torch-api 2.6).
local ffi = require 'ffi'
local class = require 'torch.class'

local cast = ffi.cast

local function as_asked(pointer, as_number)
   return as_number and tonumber(cast('intptr_t', pointer)) or pointer
end

--- Give class M the methods data, cdata, retain and free, and equality by identity.
-- @param struct name of the C struct (`THFloatTensor`)
-- @param pointer function(object) → pointer to the struct as the core knows it
-- @param elements function(pointer) → pointer to the first element
-- @param retain, free functions of the core
return function(M, struct, pointer, elements, retain, free)
   local struct_pointer = ffi.typeof(struct .. ' *')

   --- Pointer to the first element (`double *` …), honouring a tensor's offset; with `true`, its address as a number.
   function M:data(as_number)
      return as_asked(elements(pointer(self)), as_number)
   end

   --- Pointer to the C struct; with `true`, its address as a number.
   function M:cdata(as_number)
      return as_asked(cast(struct_pointer, pointer(self)), as_number)
   end

   --- Take a reference, for FFI code that keeps the struct. Returns self.
   function M:retain()
      retain(pointer(self))
      return self
   end

   --- Give a reference back that `retain` took.
   function M:free()
      free(pointer(self))
   end

   M.__eq__ = class.isequal
end
