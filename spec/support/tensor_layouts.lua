--- Tensors of every type in every layout, and their values as flat lists: what the specs of tensor mathematics compare with naive loops.
local ffi = require 'ffi'
local torch = require 'torch'

local layouts = {}

layouts.types = { 'Byte', 'Char', 'Short', 'Int', 'Long', 'Float', 'Double' }
layouts.floating = { 'Float', 'Double' }
layouts.integer = { 'Byte', 'Char', 'Short', 'Int', 'Long' }
layouts.signed = { 'Char', 'Short', 'Int', 'Long', 'Float', 'Double' }

local CTYPE = { Byte = 'uint8_t', Char = 'int8_t', Short = 'int16_t', Int = 'int32_t', Long = 'int64_t', Float = 'float', Double = 'double' }

--- Relative error that results of a type may have, with numbers below 1 counted as 1.
layouts.tolerance = { Byte = 0, Char = 0, Short = 0, Int = 0, Long = 0, Float = 1e-6, Double = 1e-13 }

--- A value as an element of the type holds it.
function layouts.stored(kind, value)
   local cell = ffi.new(CTYPE[kind] .. '[1]', value)
   return tonumber(cell[0])
end

-- Layouts of a tensor of a x b x c elements.
local make = {
   contiguous = function(T, a, b, c) return T(a, b, c) end,
   transposed = function(T, a, b, c) return T(c, b, a):transpose(1, 3) end,
   permuted = function(T, a, b, c) return T(b, a, c):transpose(1, 2) end,
   narrowed = function(T, a, b, c) return T(a, b + 3, c + 2):narrow(2, 2, b):narrow(3, 3, c) end,
   stepped = function(T, a, b, c) return T(a, b, c, 2):select(4, 2) end,
   flat = function(T, a, b, c) return T(a * b * c) end,
   regrouped = function(T, a, b, c) return T(c, b * a, 2):select(3, 1) end,
}
layouts.names = { 'contiguous', 'transposed', 'permuted', 'narrowed', 'stepped', 'flat', 'regrouped' }

--- A tensor of `kind` in the layout `name`, its elements filled in row-major order by f(i).
function layouts.make(kind, name, sizes, f)
   local x = make[name](torch[kind .. 'Tensor'], unpack(sizes))
   layouts.fill(x, f)
   return x
end

--- Fill by plain indexing, element after element.
function layouts.fill(x, f)
   local i = 0
   x:apply(function()
      i = i + 1
      return f(i)
   end)
   return x
end

--- A tensor that repeats one column along its second dimension.
function layouts.expanded(kind, sizes, f)
   return layouts.fill(torch[kind .. 'Tensor'](sizes[1], 1, sizes[3]), f):expand(unpack(sizes))
end

--- Values in row-major order.
function layouts.values(x)
   local list = {}
   local function collect(value)
      if type(value) ~= 'table' then
         list[#list + 1] = value
         return
      end
      for i = 1, #value do
         collect(value[i])
      end
   end
   collect(x:totable())
   return list
end

local function differs(got, want, tolerance)
   if got == want or (got ~= got and want ~= want) then
      return false
   end
   local distance = math.abs(got - want)
   return distance ~= distance or distance > tolerance * math.max(1, math.abs(want))
end

--- Fail unless x holds `wanted` (a flat list), as its type stores it.
function layouts.check(kind, x, wanted, what, tolerance)
   local got = layouts.values(x)
   tolerance = tolerance or layouts.tolerance[kind]
   assert(#got == #wanted, ('%s: %d elements instead of %d'):format(what, #got, #wanted))
   for i = 1, #wanted do
      local want = layouts.stored(kind, wanted[i])
      if differs(got[i], want, tolerance) then
         error(('%s: element %d is %.17g instead of %.17g'):format(what, i, got[i], want), 2)
      end
   end
end

--- Fail unless two lists of numbers are the same.
function layouts.same(wanted, got)
   assert(#wanted == #got, 'lists of different lengths')
   for i = 1, #wanted do
      if wanted[i] ~= got[i] then
         error(('element %d is %.17g instead of %.17g'):format(i, got[i], wanted[i]), 2)
      end
   end
end

--- The list f(a[i], b[i], c[i]); b and c may be missing.
function layouts.map(f, a, b, c)
   local result = {}
   for i = 1, #a do
      if b then
         result[i] = f(a[i], b[i], c and c[i])
      else
         result[i] = f(a[i])
      end
   end
   return result
end

--- Check all four ways to call `name`: in place, into a method's receiver, as a function, and into a function's result.
function layouts.checkForms(name, kind, x, arguments, wanted, what)
   local before = layouts.values(x)
   local function check(r, form)
      layouts.check(kind, r, wanted, ('%s of %sTensor, %s, %s'):format(name, kind, what, form))
   end
   local r = torch[kind .. 'Tensor']()
   assert(rawequal(r[name](r, x, unpack(arguments)), r))
   check(r, 'r:f(x)')
   assert(r:isSameSizeAs(x))
   check(torch[name](x, unpack(arguments)), 'torch.f(x)')
   r = torch[kind .. 'Tensor'](3, 7)
   assert(rawequal(torch[name](r, x, unpack(arguments)), r))
   check(r, 'torch.f(r, x)')
   layouts.check(kind, x, before, name .. ' leaves its source alone')
   assert(rawequal(x[name](x, unpack(arguments)), x))
   check(x, 'x:f()')
   layouts.fill(x, function(i) return before[i] end)
end

return layouts
