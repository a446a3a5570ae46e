--- Deep equality within a tolerance, for torch.Tester: tables, tensors, storages, numbers, anything else.
--
-- Each check returns whether both are equal, and what tells them apart (or makes them equal).
local class = require 'torch.class'
local handle = require 'torch.handle'

local equality = {}

local function numbers(a, b, tolerance)
   return a == b or math.abs(a - b) <= tolerance, ('%s and %s, tolerance=%s'):format(a, b, tolerance)
end

-- Largest absolute difference between two lists of n numbers; NaN when there is one.
local function largest_difference(a, b, n)
   local largest = 0
   for i = 0, n - 1 do
      local x, y = a[i], b[i]
      if x ~= y then
         local difference = math.abs(tonumber(x - y)) -- longs are subtracted as longs
         if difference ~= difference then
            return difference
         end
         largest = math.max(largest, difference)
      end
   end
   return largest
end

local function elements(kind, T, a, b, n, tolerance)
   local difference = largest_difference(T.elements(a:data()), T.elements(b:data()), n)
   return difference <= tolerance, ('%s max diff=%s, tolerance=%s'):format(kind, difference, tolerance)
end

--- Tensors of one type: their sizes, or if those are ignored their numbers of elements, and their elements.
function equality.tensors(a, b, tolerance, ignore_sizes)
   if a:type() ~= b:type() then
      return false, ('The tensors have different types: %s and %s'):format(a:type(), b:type())
   end
   local n = a:nElement()
   if n ~= b:nElement() or not (ignore_sizes or a:isSameSizeAs(b)) then
      return false, 'The tensors have different sizes'
   elseif n == 0 then
      return true, 'Both tensors are empty'
   end
   return elements('tensors:', handle.typeOf(a), a:contiguous(), b:contiguous(), n, tolerance)
end

local function storages(a, b, tolerance)
   if class.typename(a) ~= class.typename(b) then
      return false, ('The storages have different types: %s and %s'):format(class.typename(a), class.typename(b))
   elseif a:size() ~= b:size() then
      return false, ('The storages have different sizes: %d and %d'):format(a:size(), b:size())
   end
   return elements('storages:', handle.storageTypeOf(a), a, b, a:size(), tolerance)
end

-- `seen` holds the pairs of tables that are being compared: a cycle adds nothing.
local function tables(a, b, tolerance, seen)
   if class.typename(a) ~= class.typename(b) then
      return false, ('The tables have different classes: %s and %s'):format(class.type(a), class.type(b))
   elseif seen[a] == b then
      return true, 'The tables have the same entries'
   end
   seen[a] = b
   for key, value in pairs(a) do
      local same, difference = equality.anything(value, b[key], tolerance, seen)
      if not same then
         return false, ('The tables differ at %s: %s'):format(tostring(key), difference)
      end
   end
   for key in pairs(b) do
      if a[key] == nil then
         return false, ('The tables differ at %s, which the first one lacks'):format(tostring(key))
      end
   end
   return true, 'The tables have the same entries'
end

--- Any two values. Tables are equal when their entries are, tensors when type, sizes and elements are.
function equality.anything(a, b, tolerance, seen)
   if handle.typeOf(a) and handle.typeOf(b) then
      return equality.tensors(a, b, tolerance)
   elseif handle.storageTypeOf(a) and handle.storageTypeOf(b) then
      return storages(a, b, tolerance)
   elseif type(a) == 'number' and type(b) == 'number' then
      return numbers(a, b, tolerance)
   elseif type(a) == 'table' and type(b) == 'table' then
      return tables(a, b, tolerance, seen or {})
   end
   local same = class.type(a) == class.type(b) and a == b
   return same, ('%s and %s'):format(tostring(a), tostring(b))
end

return equality
