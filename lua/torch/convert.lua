--- Conversion between element types: x:type(name), x:float() and its kind, x:typeAs(y).
local types = require 'torch.types'
local class = require 'torch.class'
local handle = require 'torch.handle'
local blame = require 'lampas.blame'

local by_tensor_name, by_storage_name = {}, {}
for _, T in ipairs(types.stored) do
   by_tensor_name[T.tensorName], by_storage_name[T.storageName] = T, T
end

for _, T in ipairs(types.stored) do
   local M = T.tensor

   -- Self when it is of type S already, else a contiguous copy of that type. Floats are truncated towards zero.
   local function convert(self, S)
      if S == T then
         return self
      end
      local copy, p = handle.new(S)
      handle.resizeAs(p, handle.pointer(self))
      return self:nElement() > 0 and copy:copy(self) or copy
   end

   --- Class name; with a name, this tensor in that type (itself when it has it already).
   function M:type(name)
      if name == nil then
         return T.tensorName
      end
      local S = by_tensor_name[name] or blame("bad argument #1 to 'type' (tensor type name expected, got %s)", tostring(name))
      return convert(self, S)
   end

   --- This tensor in the type of another.
   function M:typeAs(other)
      local S = handle.typeOf(other) or blame("bad argument #1 to 'typeAs' (tensor expected, got %s)", class.type(other))
      return convert(self, S)
   end

   for _, S in ipairs(types.stored) do
      M[S.suffix] = function(self)
         return convert(self, S)
      end
   end
   M.real = function(self)
      return convert(self, types.default)
   end

   local storage_type = T.storage.type
   --- Class name; with a name, a copy of this storage in that type (itself when it has it already).
   function T.storage:type(name)
      if name == nil then
         return storage_type(self)
      end
      local S = by_storage_name[name] or blame("bad argument #1 to 'type' (storage type name expected, got %s)", tostring(name))
      return S == T and self or S.newStorage(self:size()):copy(self)
   end
end
