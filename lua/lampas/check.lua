--- Compares what a layer computed with its reference.
--
-- The measure is the largest error over the largest reference entry of the array. Limits grow with the element type's rounding and
-- with the root of the number of terms summed.
local ffi = require 'ffi'
local torch = require 'torch'
local reference = require 'lampas.reference'

local check = {}

--- How much is compared. Arrays whose entries take up to `whole` terms together are compared entirely; of larger ones, `entries` are
-- drawn at random, fewer where their terms would exceed `terms`, but at least `least`; the first and last ones are always among them.
check.thorough = { whole = 1.5e8, entries = 4096, terms = 1e9, least = 1000 }
check.quick = { whole = 1e7, entries = 2048, terms = 2e8, least = 256 }

local UNIT = { float = 2e-6, double = 1e-13 } -- allowed error of a short sum
local CHUNK = 16384                           -- entries computed at a time
local EDGE = 32                               -- entries taken at either end

--- The largest error allowed for an array of a type.
function check.limit(array, type)
   return array.exact and 0 or UNIT[type] * array.slack * math.max(1, math.sqrt(array.terms) / 32)
end

-- A small generator of our own (Park and Miller's), so that no draw is taken from torch's.
local function random(seed)
   local state = seed
   return function(n)
      state = state * 16807 % 2147483647
      return math.floor(state / 2147483647 * n)
   end
end

-- Calls visit(indices, n) for chunks of the entries to compare; gives their number.
local function choose(array, amount, visit)
   local indices = ffi.new('double[?]', CHUNK)
   local whole = array.count * array.terms <= amount.whole
   local wanted = math.max(amount.least, math.min(amount.entries, math.floor(amount.terms / array.terms)))
   if wanted >= array.count then
      whole = true
   end
   local total = whole and array.count or wanted
   local draw = random(20160830)
   for first = 0, total - 1, CHUNK do
      local n = math.min(CHUNK, total - first)
      for k = 0, n - 1 do
         local i = first + k
         if whole or i < EDGE then
            indices[k] = i
         elseif i >= total - EDGE then
            indices[k] = array.count - total + i
         else
            indices[k] = draw(array.count)
         end
      end
      visit(indices, n)
   end
   return total
end

local function describe(size)
   return #size == 0 and 'a number' or table.concat(size, 'x')
end

-- Why an array cannot even be compared, or nil.
local function mismatch(array)
   local actual = array.actual
   if #array.size == 0 then
      return type(actual) ~= 'number' and ('%s is %s, expected a number'):format(array.name, torch.type(actual)) or nil
   end
   if not torch.isTensor(actual) then
      return ('%s is %s, expected a tensor'):format(array.name, torch.type(actual))
   end
   local size = reference.sizes(actual)
   if describe(size) ~= describe(array.size) then
      return ('%s is %s, expected %s'):format(array.name, describe(size), describe(array.size))
   end
   return nil
end

-- Largest error, where, and largest reference over one chunk, carried on in `state`.
local function compare(got, indices, n, values, state)
   local scale, worst, where = state.scale, state.worst, state.where
   for k = 0, n - 1 do
      local index = indices[k]
      local is, should = tonumber(got[index]), values[k]
      local size, distance = math.abs(should), math.abs(is - should)
      if is == should or (is ~= is and should ~= should) then
         distance = 0
      elseif distance ~= distance then
         distance = math.huge
      end
      if size > scale and size < math.huge then
         scale = size
      end
      if distance > worst then
         worst, where = distance, index
         state.got, state.want = is, should
      end
   end
   state.scale, state.worst, state.where = scale, worst, where
end

local function compare_array(array, type, amount)
   local problem = mismatch(array)
   if problem then
      return { name = array.name, ok = false, error = math.huge, message = problem, entries = 0, count = array.count }
   end
   local got
   local tensor = torch.isTensor(array.actual) and array.actual:contiguous() -- held here while its memory is read
   if tensor then
      got = tensor:data()
   else
      got = ffi.new('double[1]', array.actual)
   end
   local values = ffi.new('double[?]', CHUNK)
   local state = { scale = 0, worst = 0, where = 0 }
   local entries = choose(array, amount, function(indices, n)
      array.fill(indices, n, values)
      compare(got, indices, n, values, state)
   end)
   local error = state.worst / (state.scale > 0 and state.scale or 1)
   local limit = check.limit(array, type)
   local result = {
      name = array.name, ok = error <= limit, error = error, limit = limit, entries = entries, count = array.count,
   }
   if not result.ok then
      result.message = ('%s[%d] is %.9g, expected %.9g: error %.2g of the largest entry, allowed %.2g')
         :format(array.name, state.where, state.got, state.want, error, limit)
   end
   return result
end

--- Compares arrays (lampas.reference) of a layer of element type `type` ('float' or 'double').
-- @param amount check.thorough (default) or check.quick, or a table alike
-- @return { ok, error (the largest of all arrays), entries (compared), message (what is wrong first, or nil), arrays (each alike) }
function check.arrays(arrays, type, amount)
   local result = { ok = true, error = 0, entries = 0, arrays = {} }
   for i, array in ipairs(arrays) do
      local one = compare_array(array, type, amount or check.thorough)
      result.arrays[i] = one
      result.error = math.max(result.error, one.error)
      result.entries = result.entries + one.entries
      if not one.ok then
         result.ok = false
         result.message = result.message or one.message
      end
   end
   return result
end

return check
