--- The samplers: one number each (torch.uniform(), …) or a tensor full of them (x:uniform(), …), and rand, randn, randperm.
--
-- Tensors are filled row by row, whatever their strides, with one number after the other of the generator's stream: the
-- sequences are Torch7's for the same seed, for any number of threads.
local library = require 'lampas.library'
local types = require 'torch.types'
local shape = require 'torch.shape'
local handle = require 'torch.handle'
local overload = require 'torch.overload'
local generator = require 'torch.Generator'
local blame = require 'lampas.blame'

local core, engine = library.core, library.engine
local raw, source = handle.raw, generator.pointer

-- ---- checks -----------------------------------------------------------------------------------------------------

local function whole(number)
   return number < 0 and math.ceil(number) or math.floor(number)
end

-- Lowest value and number of values of random(b) and random(a, b), whose bounds are whole numbers after truncation.
local function up_to(b)
   if b < 1 then
      blame('upper bound must be strictly positive (got %s)', b)
   end
   return 1, whole(b)
end

local function between(a, b)
   a, b = whole(a), whole(b)
   if b < a then
      blame('upper bound must be larger than lower bound (got %s and %s)', a, b)
   end
   return a, b - a + 1
end

local function anything(...)
   return ...
end

local function positive_deviation(mean, stdv)
   if stdv <= 0 or stdv ~= stdv then
      blame('standard deviation must be strictly positive (got %s)', stdv)
   end
   return mean, stdv
end

local function open_share(p)
   if not (p > 0 and p < 1) then
      blame('p must be > 0 and < 1 (got %s)', p)
   end
   return p
end

local function share(p)
   if not (p >= 0 and p <= 1) then
      blame('p must be >= 0 and <= 1 (got %s)', p)
   end
   return p
end

-- ---- filling tensors --------------------------------------------------------------------------------------------

-- Runs kernel(generator, n, data, …) over the n elements of x; a tensor with gaps is filled by way of one without.
local function fill(T, kernel, x, gen, ...)
   local p = raw(x)
   local n = core.THTensor_nElement(p)
   if n == 0 then
      return
   elseif core.THTensor_isContiguous(p) ~= 0 then
      kernel(source(gen), n, x:data(), ...)
   else
      local gapless, q = handle.new(T)
      handle.resizeAs(q, p)
      kernel(source(gen), n, gapless:data(), ...)
      x:copy(gapless)
   end
end

-- The work of a variant: check(…) turns the arguments into the kernel's parameters, or raises an error.
local function filler(name, check)
   return function(T)
      local kernel = T.kernels[name]
      return function(x, gen, ...)
         fill(T, kernel, x, gen, check(...))
      end
   end
end

local function scalar(name, check)
   local sample = engine[name]
   return function()
      return function(gen, ...)
         return sample(source(gen), check(...))
      end
   end
end

-- Two variants: torch.name(…) gives one number, x:name(…) and torch.name(x, …) fill a tensor.
local function define(name, for_types, parameters, check)
   overload.define(name, for_types, {
      { 'gen ' .. parameters, scalar('THRandom_' .. name, check), form = 'function' },
      { '!T gen ' .. parameters, filler('fill_' .. name, check) },
   })
end

--- uniform([gen,] [a=0] [, b=1]): from a up to b.
define('uniform', types.floating, 'real=0 real=1', anything)

--- normal([gen,] [mean=0] [, stdv=1]): stdv > 0. Made in pairs; the second of a pair waits in the generator.
define('normal', types.floating, 'real=0 real=1', positive_deviation)

--- logNormal([gen,] [mean=1] [, stdv=2]): exp of a normal number, whose mean and stdv these are.
define('logNormal', types.floating, 'real=1 real=2', positive_deviation)

--- exponential([gen,] lambda): density lambda * exp(-lambda * x).
define('exponential', types.floating, 'real', anything)

--- cauchy([gen,] [median=0] [, sigma=1]).
define('cauchy', types.floating, 'real=0 real=1', anything)

--- geometric([gen,] p): 1, 2, …; 0 < p < 1.
define('geometric', types.all, 'real', open_share)

-- ---- bernoulli --------------------------------------------------------------------------------------------------

-- The probabilities of x's elements, one for each, as a contiguous DoubleTensor.
local function probabilities(x, p)
   if p:nElement() ~= x:nElement() then
      blame('inconsistent tensor size: %d probabilities for %d elements', p:nElement(), x:nElement())
   end
   p = p:double():contiguous()
   if engine.lampas_are_probabilities(p:nElement(), p:data()) == 0 then
      blame('p must be >= 0 and <= 1')
   end
   return p
end

local function fill_bernoulli_each(T)
   local kernel = T.kernels.fill_bernoulli_each
   return function(x, gen, p)
      p = probabilities(x, p)
      fill(T, kernel, x, gen, p:data())
   end
end

--- bernoulli([gen,] [p=0.5]): 1 with probability p, else 0. x:bernoulli([gen,] q) with a Float- or DoubleTensor q of as many
-- elements: each by its own probability.
overload.define('bernoulli', types.all, {
   { 'gen real=0.5', scalar('THRandom_bernoulli', share), form = 'function' },
   { '!T gen real=0.5', filler('fill_bernoulli', share) },
   { '!T gen Float', fill_bernoulli_each },
   { '!T gen Double', fill_bernoulli_each },
})

-- ---- whole numbers ----------------------------------------------------------------------------------------------

-- Values that random() without bounds takes from a draw of 32 bits, by type.
local RANGES = {
   Byte = 2 ^ 8, Char = 2 ^ 7, Short = 2 ^ 15, Int = 2 ^ 31, Long = 2 ^ 63, Float = 2 ^ 24 + 1, Double = 2 ^ 53 + 1,
}

local function scalar_random(check)
   return function()
      return function(gen, ...)
         local low, range = check(...)
         return low + engine.THRandom_random(source(gen)) % range
      end
   end
end

local function unbounded()
   return 0, 2 ^ 32
end

--- random([gen]): a whole number; torch.random() gives 0 .. 2^32 - 1, a tensor is filled over its type's range.
-- random([gen,] b): 1 .. b; random([gen,] a, b): a .. b.
overload.define('random', types.all, {
   { 'gen', scalar_random(unbounded), form = 'function' },
   { 'gen long', scalar_random(up_to), form = 'function' },
   { 'gen long long', scalar_random(between), form = 'function' },
   { '!T gen', function(T)
      return filler('fill_random', function()
         return 0, RANGES[T.name]
      end)(T)
   end },
   { '!T gen long', filler('fill_random', up_to) },
   { '!T gen long long', filler('fill_random', between) },
})

-- ---- new tensors ------------------------------------------------------------------------------------------------

local function sized(name, a, b)
   return function(T)
      local kernel = T.kernels[name]
      return function(r, gen, nsizes, sizes)
         handle.resize(raw(r), nsizes, sizes)
         fill(T, kernel, r, gen, a, b)
      end
   end
end

--- rand([r,] [gen,] sizes): uniform numbers from 0 up to 1, in a new tensor or in r.
overload.define('rand', types.floating, { { '*T gen sizes', sized('fill_uniform', 0, 1) } })

--- randn([r,] [gen,] sizes): normal numbers of mean 0 and standard deviation 1.
overload.define('randn', types.floating, { { '*T gen sizes', sized('fill_normal', 0, 1) } })

--- randperm([r,] [gen,] n): 1 .. n in random order.
overload.define('randperm', types.all, {
   { '*T gen long', function(T)
      local kernel = T.kernels.fill_permutation
      return function(r, gen, n)
         if n < 1 then
            blame('n must be strictly positive (got %s)', n)
         end
         handle.resize(raw(r), shape.read(n))
         fill(T, kernel, r, gen)
      end
   end },
})
