--- Native arrays for specs that call kernels directly: guarded, misaligned when asked, filled at random.
local ffi = require 'ffi'
local library = require 'lampas.library'

ffi.cdef 'void omp_set_num_threads(int);'

local arrays = {}

local GUARD = 16          -- elements before and after the array that a kernel must leave alone
local CANARY = 113

local made = {}

--- An array of n elements.
-- @param kind 'float', 'double' or 'int64_t'
-- @param n number of elements
-- @param[opt] value function of the index from 0, or a number; default 0
-- @return pointer to the first element, which is off a vector's alignment by one element
function arrays.new(kind, n, value)
   local anchor = ffi.new(kind .. '[?]', n + 2 * GUARD + 1)
   local data = ffi.cast(kind .. ' *', anchor) + GUARD + 1
   for i = 0, n - 1 do
      data[i] = type(value) == 'function' and value(i) or value or 0
   end
   for i = 1, GUARD do
      data[-i], data[n + i - 1] = CANARY, CANARY
   end
   made[#made + 1] = { anchor = anchor, data = data, n = n }
   return data
end

--- Fail when a kernel wrote beside any array made since the last call; then forget them.
function arrays.check_guards()
   for _, array in ipairs(made) do
      for i = 1, GUARD do
         assert(array.data[-i] == CANARY, 'wrote before an array')
         assert(array.data[array.n + i - 1] == CANARY, 'wrote after an array')
      end
   end
   made = {}
end

--- Uniform numbers of low .. high, rounded to the type.
function arrays.uniform(low, high)
   return function()
      return low + (high - low) * math.random()
   end
end

--- Largest |a - b| divided by the largest |b| (or by 1 if that is larger); infinity when NaN or infinite entries differ.
function arrays.error(a, b, n)
   local worst, scale = 0, 1
   for i = 0, n - 1 do
      local x, y = tonumber(a[i]), tonumber(b[i])
      if x ~= y and not (x ~= x and y ~= y) then
         local difference = math.abs(x - y)
         worst = difference == difference and math.max(worst, difference) or math.huge
      end
      if y == y and math.abs(y) < math.huge then
         scale = math.max(scale, math.abs(y))
      end
   end
   return worst / scale
end

--- True when both arrays hold the same bits.
function arrays.identical(kind, a, b, n)
   local bytes = n * ffi.sizeof(kind)
   return ffi.string(a, bytes) == ffi.string(b, bytes)
end

arrays.tolerance = { float = 4e-6, double = 1e-13 }

--- Run body(kind, kernels, tolerance) for float and double with one and with two threads, and look at the guards after each.
function arrays.each(body)
   for _, kind in ipairs { 'float', 'double' } do
      for threads = 1, 2 do
         library.engine.omp_set_num_threads(threads)
         body(kind, library.kernels[kind], arrays.tolerance[kind])
         arrays.check_guards()
      end
   end
   library.engine.omp_set_num_threads(2)
end

--- Run body() once more with every result, however small, written around the caches.
function arrays.streamed(body)
   library.engine.lampas_streaming_set(1)
   local ok, message = pcall(body)
   library.engine.lampas_streaming_set(0)
   if not ok then
      error(message, 0)
   end
end

--- Run body(kind, kernels) for float and double with one thread and with three; what it returns (kind, array, n) must be the same bits.
function arrays.same_for_any_threads(body)
   for _, kind in ipairs { 'float', 'double' } do
      local results = {}
      for i, threads in ipairs { 1, 3 } do
         library.engine.omp_set_num_threads(threads)
         local data, n = body(kind, library.kernels[kind])
         results[i] = ffi.string(data, n * ffi.sizeof(kind))
         arrays.check_guards()
      end
      assert(results[1] == results[2], 'the result depends on the number of threads')
   end
   library.engine.omp_set_num_threads(2)
end

--- Compare a gradient of n doubles with central differences of loss().
function arrays.check_gradient(x, gradient, n, loss)
   local step = 1e-5
   for i = 0, n - 1 do
      local kept = x[i]
      x[i] = kept + step
      local above = loss()
      x[i] = kept - step
      local below = loss()
      x[i] = kept
      local difference = (above - below) / (2 * step)
      if math.abs(difference - gradient[i]) > 1e-7 * math.max(1, math.abs(difference)) then
         error(('entry %d: gradient %.10g, finite difference %.10g'):format(i, gradient[i], difference), 2)
      end
   end
end

return arrays
