--- Layers whose output is entries of a table, and whose gradient is zeros for the others.
local entries = {}

--- The gradient of one entry: a copy of the gradient that came, or zeros like the entry.
function entries.gradient(kept, entry, gradOutput)
   if gradOutput ~= nil then
      return (nn.utils.recursiveCopy(kept, gradOutput))
   end
   return nn.utils.recursiveFill(nn.utils.recursiveResizeAs(kept, entry), 0)
end

--- Gives a class the methods that forget: what its output holds are other modules' tensors, let go of and not emptied; gradients of
-- another type are made anew, not converted.
function entries.define(class, parent)
   local function forget(self)
      self.output, self.gradInput = {}, self.gradInput and {}
      return self
   end

   function class:type(name, cache)
      if name then
         forget(self)
      end
      return parent.type(self, name, cache)
   end

   class.clearState = forget
end

return entries
