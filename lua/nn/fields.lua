--- What modules and criteria do alike with all of their fields.
local utils = require 'nn.utils'
local handle = require 'torch.handle'

local fields = {}

--- Converts every tensor in every field to the type of this name, keeping what is shared shared. Returns self.
function fields.convert(self, name, cache)
   cache = cache or {}
   for key, value in pairs(self) do
      self[key] = utils.recursiveType(value, name, cache)
   end
   self._type = name
   return self
end

-- The type of an object from a file that does not tell: that of its results, or of a child.
local function type_of(self)
   for _, name in ipairs { 'output', 'gradInput', 'weight' } do
      if handle.typeOf(self[name]) then
         return self[name]:type()
      end
   end
   local child = type(self.modules) == 'table' and self.modules[1]
   return child and child._type or torch.getdefaulttensortype()
end

--- Takes the fields that a file has for an object; old ones do not have `_type`.
function fields.read(self, file)
   for key, value in pairs(file:readObject()) do
      self[key] = value
   end
   self._type = self._type or type_of(self)
end

--- A deep copy, by way of the form that the object has in files: classes decide by write and read what it takes over.
function fields.duplicate(self)
   local file = torch.MemoryFile('rw'):binary()
   file:writeObject(self)
   file:seek(1)
   local copy = file:readObject()
   file:close()
   return copy
end

return fields
