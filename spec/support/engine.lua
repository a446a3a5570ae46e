--- What the specs of the C engine share: plain FFI arrays, and a comparison with a reference in double.
local ffi = require 'ffi'
local library = require 'lampas.library'

local support = {}

support.types = { 'float', 'double' }

--- Error allowed, relative to the largest entry of the reference.
support.tolerance = { float = 4e-6, double = 1e-13 }

local GUARD = 1234.5 -- stands before and after every array that kernels write

--- A zeroed array of n elements with guards around it; `offset` shifts it from its alignment.
function support.array(element, n, offset)
   offset = offset or 0
   local block = ffi.new(element .. '[?]', n + 16 + offset)
   local data = block + 8 + offset
   for i = 1, 8 do
      data[-i] = GUARD
      data[n + i - 1] = GUARD
   end
   return { data = data, n = n, block = block }
end

--- The same, filled with numbers in (-1, 1).
function support.random(element, n, offset)
   local a = support.array(element, n, offset)
   for i = 0, n - 1 do
      a.data[i] = 2 * math.random() - 1
   end
   return a
end

function support.copy(element, a)
   local b = support.array(element, a.n)
   ffi.copy(b.data, a.data, a.n * ffi.sizeof(element))
   return b
end

--- Fails unless `got` equals `wanted` (both arrays; the second in double) and its guards stand.
function support.check(element, got, wanted, what)
   local largest, worst, where = 1e-30, 0, -1
   for i = 0, got.n - 1 do
      largest = math.max(largest, math.abs(wanted.data[i]))
      local difference = math.abs(got.data[i] - wanted.data[i])
      if difference > worst or difference ~= difference then
         worst, where = difference, i
      end
   end
   for i = 1, 8 do
      if got.data[-i] ~= GUARD or got.data[got.n + i - 1] ~= GUARD then
         error(what .. ': wrote outside the result', 2)
      end
   end
   if worst > support.tolerance[element] * largest or worst ~= worst then
      error(('%s: element %d is %g, not %g'):format(what, where, got.data[where], wanted.data[where]), 2)
   end
end

--- Fails unless two arrays hold the same bits.
function support.same(element, a, b, what)
   for i = 0, a.n - 1 do
      if a.data[i] ~= b.data[i] and (a.data[i] == a.data[i] or b.data[i] == b.data[i]) then
         error(('%s (%s): element %d is %.17g and %.17g'):format(what, element, i, a.data[i], b.data[i]), 2)
      end
   end
end

--- Runs f(threads) with one and with two threads, and puts the number back.
function support.with_threads(f)
   local before = library.engine.lampas_threads_get()
   for threads = 1, 2 do
      library.engine.lampas_threads_set(threads)
      f(threads)
   end
   library.engine.lampas_threads_set(before)
end

return support
