--- torch.cat: tensors one behind the other along a dimension.
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local handle = require 'torch.handle'
local class = require 'torch.class'
local types = require 'torch.types'
local shape = require 'torch.shape'
local ffi = require 'ffi'
local blame = require 'lampas.blame'

local raw = operands.raw

-- Those of the tensors that are not empty, how many dimensions the widest has.
local function parts_of(T, tensors)
   local parts, widest = {}, 0
   for i, x in ipairs(tensors) do
      if handle.typeOf(x) ~= T then
         blame("bad argument to 'cat' (%s expected at position %d, got %s)", T.tensorName, i, class.type(x))
      end
      if x:dim() > 0 then
         parts[#parts + 1] = x
         widest = math.max(widest, x:dim())
      end
   end
   return parts, widest
end

-- Size of dimension d (from 0); dimensions that are missing behind the last count as 1.
local function size_of(p, d)
   return d < p.nDimension and tonumber(p.size[d]) or 1
end

-- Sizes of the result in a `long *`.
local function joined_sizes(parts, dims, dim)
   local sizes = ffi.new('long[?]', dims)
   for d = 0, dims - 1 do
      sizes[d] = size_of(raw(parts[1]), d)
   end
   for i = 2, #parts do
      local p = raw(parts[i])
      for d = 0, dims - 1 do
         if d == dim then
            sizes[d] = sizes[d] + size_of(p, d)
         elseif sizes[d] ~= size_of(p, d) then
            blame("inconsistent tensor sizes in 'cat': %s and %s", operands.text(raw(parts[1])), operands.text(p))
         end
      end
   end
   return sizes
end

local function cat(T, r, tensors, d)
   if #tensors == 0 then
      blame("bad argument to 'cat' (invalid number of inputs: 0)")
   end
   local parts, widest = parts_of(T, tensors)
   if #parts == 0 then
      return
   end
   d = (d == nil or d == -1) and widest or d
   local dims = math.max(d, widest)
   if d < 1 or dims > shape.MOST then
      blame("bad argument to 'cat' (dimension %s out of range)", tostring(d))
   end
   for i, x in ipairs(parts) do
      parts[i] = operands.apart(r, x)
   end
   handle.resize(raw(r), dims, joined_sizes(parts, dims, d - 1), nil)
   local first = 1
   for _, x in ipairs(parts) do
      local length = size_of(raw(x), d - 1)
      r:narrow(d, first, length):copy(x)
      first = first + length
   end
end

--- torch.cat([r,] x, y [, d]), torch.cat([r,] {x1, …} [, d]), x:cat(y [, d]); d: the last dimension of the widest, also as -1. Empty tensors
-- are skipped; what differs but in dimension d is an error.
overload.define('cat', types.all, {
   { '*T T T long=nil', function(T)
      return function(r, x, y, d)
         cat(T, r, { x, y }, d)
      end
   end },
   { '*T list long=nil', function(T)
      return function(r, list, d)
         cat(T, r, list, d)
      end
   end },
})
