--- Reductions: over all elements to a number, or along a dimension, which stays with size 1.
local ffi = require 'ffi'
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local types = require 'torch.types'
local numbers = require 'torch.numbers'
local blame = require 'lampas.blame'

local define, done, raw, dimension = overload.define, operands.done, operands.raw, operands.dimension
local apart, likeButOne = operands.apart, operands.likeButOne

-- All elements to a number. Empty tensors give what the kernel starts from, unless there is nothing sensible.
local function over_all(kernel, needs_elements)
   return function(T)
      local f = T.kernels[kernel]
      return function(x, ...)
         local p = raw(x)
         if needs_elements and p.nDimension == 0 then
            blame('tensor must have one dimension at least')
         end
         return tonumber(f(p, ...))
      end
   end
end

local function over_dimension(name)
   return function(T)
      local f = T.kernels[name]
      return function(r, x, d, ...)
         x = apart(r, x)
         local from = raw(x)
         local dim = dimension(name, from, d)
         likeButOne(raw(r), from, dim, 1)
         done(f(raw(r), from, dim, ...))
      end
   end
end

--- x:sum(), x:sum(d), r:sum(x, d); so prod. Sums are kept in double, or in 64-bit integers.
for _, name in ipairs { 'sum', 'prod' } do
   define(name, types.all, {
      { 'T', over_all(name .. 'All') },
      { '*T T long', over_dimension(name) },
   })
end

define('mean', types.floating, {
   { 'T', over_all('meanAll', true) },
   { '*T T long', over_dimension('mean') },
})

--- x:var([biased = false]), x:var(d [, biased]), r:var(x, d [, biased]); so std.
for _, name in ipairs { 'var', 'std' } do
   define(name, types.floating, {
      { 'T bool=false', over_all(name .. 'All', true) },
      { '*T T long bool=false', over_dimension(name) },
   })
end

--- x:norm([p = 2]), x:norm(p, d), r:norm(x, p, d).
define('norm', types.floating, {
   { 'T real=2', over_all('normAll') },
   { '*T T real long', function(T)
      local norm = T.kernels.norm
      return function(r, x, p, d)
         x = apart(r, x)
         local from = raw(x)
         local dim = dimension('norm', from, d)
         likeButOne(raw(r), from, dim, 1)
         done(norm(raw(r), from, p, dim))
      end
   end },
})

local distance = ffi.new('double[1]')
local read_distance = numbers.Double(distance)

--- x:dist(y [, p = 2]): the p-norm of the difference, whatever the shapes.
define('dist', types.floating, {
   { 'T T real=2', function(T)
      local dist = T.kernels.dist
      return function(x, y, p)
         local a, b = raw(x), raw(y)
         operands.paired('dist', a, b)
         done(dist(a, b, p, distance))
         return read_distance[0]
      end
   end },
})

--- x:dot(y): the sum of products of pairs, whatever the shapes.
define('dot', types.all, {
   { 'T T', function(T)
      local dot, result = T.kernels.dot, ffi.new(T.floating and 'double[1]' or 'int64_t[1]')
      local read_result = T.floating and numbers.Double(result) or result
      return function(x, y)
         local a, b = raw(x), raw(y)
         operands.paired('dot', a, b)
         done(dot(a, b, result))
         return tonumber(read_result[0])
      end
   end },
})

--- x:renorm(p, d, max), r:renorm(x, p, d, max): slices along d whose p-norm exceeds max are scaled down to it.
define('renorm', types.floating, {
   { '!T T=1 real long real', function(T)
      local renorm = T.kernels.renorm
      return function(r, x, p, d, most)
         local from = raw(x)
         if from.nDimension < 2 then
            blame("bad argument to 'renorm' (at least 2 dimensions are needed, got %d)", from.nDimension)
         elseif p <= 0 then
            blame("bad argument to 'renorm' (the norm's exponent must be positive, got %g)", p)
         end
         local dim = dimension('renorm', from, d)
         x = operands.inPlaceOrApart(r, x)
         local to, source = operands.like(r, x)
         done(renorm(to, source, p, dim, most))
      end
   end },
})

-- Values and indices of a work along dimension d.
local function with_indices(name)
   return function(T)
      local f = T.kernels[name]
      return function(values, indices, x, d)
         x = apart(indices, apart(values, x))
         local from = raw(x)
         local dim = dimension(name, from, d)
         likeButOne(raw(values), from, dim, 1)
         likeButOne(raw(indices), from, dim, 1)
         f(raw(values), raw(indices), from, dim)
      end
   end
end

--- x:max(): a number; x:max(d), torch.max([values, indices,] x, d): the values and where they lie (LongTensor). NaN wins.
for _, name in ipairs { 'max', 'min' } do
   define(name, types.all, {
      { 'T', over_all(name .. 'All', true) },
      { '*T *Long T long', with_indices(name) },
   })
end

--- x:cumsum([d = 1]), r:cumsum(x [, d]); so cumprod.
for _, name in ipairs { 'cumsum', 'cumprod' } do
   define(name, types.all, {
      { '*T T long=1', function(T)
         local f = T.kernels[name]
         return function(r, x, d)
            local dim = dimension(name, raw(x), d)
            x = operands.inPlaceOrApart(r, x)
            local to, from = operands.like(r, x)
            f(to, from, dim)
         end
      end },
   })
end

--- x:histc([bins = 100 [, low, high]]): how many elements lie in each of the equal parts of low … high; when both are equal, of the data's
-- range. bhistc: the same for each row of a matrix.
local function histogram(T, r, x, bins, low, high)
   if low == high then
      low, high = x:min(), x:max()
   end
   if low == high then
      low, high = low - 1, high + 1
   end
   local counts = types.by_name.Double.newTensor():zeros(bins)
   T.kernels.histogram(counts:data(), bins, low, high, raw(x))
   r:copy(counts)
end

local function check_bins(name, bins)
   if bins < 1 then
      blame("bad argument to '%s' (a positive number of bins expected, got %s)", name, tostring(bins))
   end
end

define('histc', types.floating, {
   { '*T T long=100 real=0 real=0', function(T)
      return function(r, x, bins, low, high)
         check_bins('histc', bins)
         x = apart(r, x)
         histogram(T, r:resize(bins), x, bins, low, high)
      end
   end },
})

define('bhistc', types.floating, {
   { '*T T/2 long=100 real=0 real=0', function(T)
      return function(r, x, bins, low, high)
         check_bins('bhistc', bins)
         x = apart(r, x)
         local rows = x:size(1)
         r:resize(rows, bins)
         for i = 1, rows do
            histogram(T, r:select(1, i), x:select(1, i), bins, low, high)
         end
      end
   end },
})
