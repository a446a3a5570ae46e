--- Where an operation writes its result when its kernel wants memory in one layout: in the result tensor itself if that can
-- take the layout, else in a new tensor that is copied back afterwards.
--
--    local m = place.columns(r, { a, b }, rows, columns)   -- r, or a new tensor; its strides are (1, rows)
--    …the kernel reads a and b and fills m…
--    place.give(r, m)
--
-- A result that shares its storage with an operand is never written before the operand has been read, so calls in place
-- (torch.gesv(B, A, B, A)) work for any strides. A result that has its size already and gaps between its elements keeps its
-- strides and is copied into; any other takes the layout over its own storage.
local ffi = require 'ffi'
local library = require 'lampas.library'
local handle = require 'torch.handle'

local core, raw = library.core, handle.raw
local longs = ffi.typeof('long[?]')

local place = {}

--- True when one of the tensors other than `except` shows a part of r's storage.
local function shares(r, operands, except)
   local storage = raw(r).storage
   if storage == nil then
      return false
   end
   for _, x in ipairs(operands) do
      if x ~= except and raw(x).storage == storage then
         return true
      end
   end
   return false
end

local function has(p, n, sizes)
   if p.nDimension ~= n then
      return false
   end
   for d = 0, n - 1 do
      if p.size[d] ~= sizes[d] then
         return false
      end
   end
   return true
end

-- Whether the strides are those of the layout (nil: contiguous), where a dimension is longer than 1.
local function laid_out(p, n, strides)
   if not strides then
      return core.THTensor_isContiguous(p) ~= 0
   end
   for d = 0, n - 1 do
      if p.size[d] > 1 and p.stride[d] ~= strides[d] then
         return false
      end
   end
   return true
end

-- `final`: the sizes that the result ends with, where they are not the layout's.
local function put(r, operands, n, sizes, strides, final)
   local p = raw(r)
   local gaps = has(p, n, final or sizes) and not laid_out(p, n, strides) and core.THTensor_isContiguous(p) == 0
   local target = (gaps or shares(r, operands)) and (handle.new(handle.typeOf(r))) or r
   handle.resize(raw(target), n, sizes, strides)
   return target
end

--- A contiguous place of any sizes.
function place.contiguous(r, operands, ...)
   local n = select('#', ...)
   return put(r, operands, n, longs(n, ...), nil)
end

--- A column-major place of rows x columns; without `columns`, a vector of `rows` elements.
-- `final`: how many of its rows place.give will keep, if not all.
function place.columns(r, operands, rows, columns, final)
   local n = columns and 2 or 1
   return put(r, operands, n, longs(2, rows, columns or 1), longs(2, 1, rows), longs(2, final or rows, columns or 1))
end

--- A column-major place that holds the matrix x in its first rows. When r is x, and column-major, it is x's own.
-- @param rows at least x's rows (the default)
-- @param final how many of its rows place.give will keep, if not all
function place.copy(r, operands, x, rows, final)
   local p = raw(x)
   local height, width = tonumber(p.size[0]), tonumber(p.size[1])
   rows = rows or height
   if r:isSetTo(x) and rows == height and laid_out(p, 2, longs(2, 1, rows)) and not shares(r, operands, x) then
      return r
   end
   local m = place.columns(r, operands, rows, width, final)
   local top = rows > height and m:narrow(1, 1, height) or m
   top:copy(x)
   return m
end

--- A column-major matrix to be read: x itself if it is one, else a copy.
function place.read(x)
   local p = raw(x)
   return laid_out(p, 2, longs(2, 1, p.size[0])) and x or place.copy((handle.new(handle.typeOf(x))), {}, x)
end

--- Bring what stands in m into r, unless m is r. With `rows`, only the first rows of m.
function place.give(r, m, rows)
   local part = rows and rows < m:size(1) and m:narrow(1, 1, rows) or m
   if m ~= r then
      local p, from = raw(r), raw(part)
      if core.THTensor_isSameSizeAs(p, from) == 0 then
         handle.resize(p, from.nDimension, from.size, from.stride)
      end
      r:copy(part)
   elseif part ~= m then
      r:set(part)
   end
end

return place
