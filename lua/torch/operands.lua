--- What every declared operation does with its tensors before and after its kernel.
local ffi = require 'ffi'
local library = require 'lampas.library'
local handle = require 'torch.handle'
local shape = require 'torch.shape'
local blame = require 'lampas.blame'

local core = library.core
local raw, resizeAs = handle.raw, handle.resizeAs

local buffer = ffi.new('long[?]', 64)

local operands = {}

--- Give r the sizes of x (both of one type); their THTensor pointers.
function operands.like(r, x)
   local to, from = raw(r), raw(x)
   if to ~= from then
      resizeAs(to, from)
   end
   return to, from
end

--- 2x3x4, for messages.
function operands.text(p)
   return p.nDimension > 0 and shape.text(p.nDimension, p.size) or 'empty'
end

--- Fail unless two tensors have as many elements.
function operands.paired(name, a, b)
   if core.THTensor_nElement(a) ~= core.THTensor_nElement(b) then
      blame("inconsistent tensor size, expected %s and %s to have the same number of elements in '%s'", operands.text(a), operands.text(b), name)
   end
end

--- Fail when the two tensors' sizes are not the same.
function operands.sameSize(name, a, b)
   if core.THTensor_isSameSizeAs(a, b) == 0 then
      blame("inconsistent tensor sizes in '%s': %s and %s", name, operands.text(a), operands.text(b))
   end
end

--- Dimension d of a THTensor, counted from 0, checked.
function operands.dimension(name, p, d)
   if d < 1 or d > p.nDimension or d % 1 ~= 0 then
      blame("bad argument to '%s' (dimension %s out of range of %dD tensor)", name, tostring(d), p.nDimension)
   end
   return d - 1
end

--- Give r the sizes of x, but `size` along dimension dim (from 0).
function operands.likeButOne(r, x, dim, size)
   local n = x.nDimension
   for d = 0, n - 1 do
      buffer[d] = d == dim and size or x.size[d]
   end
   handle.resize(r, n, buffer, nil)
end

--- The source x of a work that must not find its result r on it: x itself, or a copy when both show one storage. Keep it in a local while C
-- works on it.
function operands.apart(r, x)
   local to, from = raw(r), raw(x)
   return to.storage == from.storage and from.storage ~= handle.NULL and x:clone() or x
end

--- The same where the result may be the very source, element by element, but not another view of it.
function operands.inPlaceOrApart(r, x)
   return raw(r) == raw(x) and x or operands.apart(r, x)
end

--- Raise what a kernel's status stands for; 0 is fine.
function operands.done(status)
   if status ~= 0 then
      blame('not enough memory')
   end
end

operands.raw = raw

return operands
