--- Pointwise operations (Torch's sections 'element-wise'): x:f(…) changes x, torch.f([r,] x, …) never does.
local overload = require 'torch.overload'
local operands = require 'torch.operands'
local types = require 'torch.types'
local blame = require 'lampas.blame'

local define, like, paired, done, raw = overload.define, operands.like, operands.paired, operands.done, operands.raw

-- ---- works: what a declaration does, made from the name of a kernel ---------------------------------------------------

-- r = f(x)
local function of_one(kernel)
   return function(T)
      local f = T.kernels[kernel]
      return function(r, x)
         done(f(like(r, x)))
      end
   end
end

-- r = f(x, v)
local function with_number(kernel)
   return function(T)
      local f = T.kernels[kernel]
      return function(r, x, v)
         local to, from = like(r, x)
         done(f(to, from, nil, v))
      end
   end
end

-- r = f(x, y)
local function with_tensor(kernel, name)
   return function(T)
      local f = T.kernels[kernel]
      return function(r, x, y)
         local other = raw(y)
         paired(name, raw(x), other)
         local to, from = like(r, x)
         done(f(to, from, other, 0))
      end
   end
end

-- r = f(t, v, x, y)
local function with_two(kernel, name)
   return function(T)
      local f = T.kernels[kernel]
      return function(r, t, v, x, y)
         local first, second = raw(x), raw(y)
         paired(name, raw(t), first)
         paired(name, first, second)
         local to, from = like(r, t)
         done(f(to, from, v, first, second))
      end
   end
end

-- r = f(x) for a number: torch.exp(2)
local function of_number(f)
   return function()
      return f
   end
end

-- ---- zero, fill ------------------------------------------------------------------------------------------------------

--- x:fill(v), x:zero(): every element; self.
define('fill', types.all, {
   { 'T real', function(T)
      local fill = T.kernels.fill
      return function(x, v)
         fill(raw(x), v)
         return x
      end
   end },
})

define('zero', types.all, {
   { 'T', function(T)
      local fill = T.kernels.fill
      return function(x)
         fill(raw(x), 0)
         return x
      end
   end },
})

-- ---- addition ----------------------------------------------------------------------------------------------------------

local function scaled(name, sign)
   return function(T)
      local f = T.kernels.addScaled
      return function(r, x, v, y)
         local other = raw(y)
         paired(name, raw(x), other)
         local to, from = like(r, x)
         done(f(to, from, sign * v, other))
      end
   end
end

--- x:add(v), x:add(y, v): plus a number; x:add(y), x:add(v, y), x:add(y, z), x:add(y, v, z): plus v times a tensor with as
-- many elements, paired in row-major order.
define('add', types.all, {
   { '!T T=1 real', with_number('add') },
   { '!T T=1 real=1 T', scaled('add', 1) },
})

--- As add, with a minus.
define('csub', types.all, {
   { '!T T=1 real', function(T)
      local add = T.kernels.add
      return function(r, x, v)
         local to, from = like(r, x)
         done(add(to, from, nil, -v))
      end
   end },
   { '!T T=1 real=1 T', scaled('csub', -1) },
})

-- ---- with a number or a tensor ---------------------------------------------------------------------------------------

local NUMBER = '!T T=1 real'
local TENSOR = '!T T=1 T'

for name, kernel in pairs { mul = 'mul', div = 'div', mod = 'fmod', fmod = 'fmod', remainder = 'remainder', lshift = 'lshift', rshift = 'rshift' } do
   define(name, types.all, { { NUMBER, with_number(kernel) } })
end

for name, kernel in pairs {
   cmul = 'mul', cdiv = 'div', cpow = 'pow', cmod = 'fmod', cfmod = 'fmod', cremainder = 'remainder', clshift = 'lshift', crshift = 'rshift',
} do
   define(name, types.all, { { TENSOR, with_tensor(kernel, name) } })
end

for name, kernel in pairs { cmax = 'cmax', cmin = 'cmin' } do
   define(name, types.all, { { TENSOR, with_tensor(kernel, name) }, { NUMBER, with_number(kernel) } })
end

local function integers_only(name)
   return function()
      return function()
         blame('%s is only supported for integer type tensors', name)
      end
   end
end

for _, name in ipairs { 'bitand', 'bitor', 'bitxor' } do
   define(name, types.integer, { { NUMBER, with_number(name) } })
   define('c' .. name, types.integer, { { TENSOR, with_tensor(name, 'c' .. name) } })
   define(name, types.floating, { { NUMBER, integers_only(name) } })
   define('c' .. name, types.floating, { { TENSOR, integers_only('c' .. name) } })
end

-- ---- the rest for all types --------------------------------------------------------------------------------------------

--- x:addcmul([v = 1,] y, z), x:addcmul(w, [v,] y, z): w + v*y*z; addcdiv: w + v*y/z.
for _, name in ipairs { 'addcmul', 'addcdiv' } do
   define(name, types.all, { { '!T T=1 real=1 T T', with_two(name, name) } })
end

--- x:clamp(low, high), x:clamp(y, low, high).
define('clamp', types.all, {
   { '!T T=1 real real', function(T)
      local clamp = T.kernels.clamp
      return function(r, x, low, high)
         local to, from = like(r, x)
         done(clamp(to, from, low, high))
      end
   end },
})

define('sign', types.all, { { '!T T=1', of_one('sign') } })

local by_name = types.by_name
define('abs', { by_name.Int, by_name.Long, by_name.Float, by_name.Double }, {
   { '!T T=1', of_one('abs') },
   { 'real', of_number(math.abs), form = 'function' },
})

-- ---- floating types ----------------------------------------------------------------------------------------------------

local function round(x)
   local whole = x < 0 and math.ceil(x) or math.floor(x)
   return math.abs(x - whole) >= 0.5 and whole + (x < 0 and -1 or 1) or whole
end

local function trunc(x)
   return x < 0 and math.ceil(x) or math.floor(x)
end

-- log(1 + x) without the loss of x's last digits in the sum.
local function log1p(x)
   local sum = 1 + x
   return sum == 1 and x or sum == math.huge and sum or math.log(sum) * x / (sum - 1)
end

local scalar = {
   log = math.log, log1p = log1p, exp = math.exp, cos = math.cos, acos = math.acos, cosh = math.cosh, sin = math.sin, asin = math.asin,
   sinh = math.sinh, tan = math.tan, atan = math.atan, tanh = math.tanh, sqrt = math.sqrt, ceil = math.ceil, floor = math.floor,
   round = round, trunc = trunc,
   rsqrt = function(x) return 1 / math.sqrt(x) end,
   frac = function(x) return x - trunc(x) end,
   sigmoid = function(x) return 1 / (1 + math.exp(-x)) end,
}

--- x:exp() in place, x:exp(y), torch.exp([r,] x), torch.exp(number); so for each name above.
for name, f in pairs(scalar) do
   define(name, types.floating, {
      { '!T T=1', of_one(name) },
      { 'real', of_number(f), form = 'function' },
   })
end

for _, name in ipairs { 'neg', 'cinv' } do
   define(name, types.floating, { { '!T T=1', of_one(name) } })
end

define('atan2', types.floating, {
   { TENSOR, with_tensor('atan2', 'atan2') },
   { 'real real', of_number(math.atan2), form = 'function' },
})

-- Powers that cost one or two cheap instructions instead of a call of pow.
local CHEAP_POWERS = { [2] = 'square', [3] = 'cube', [0.5] = 'sqrt', [-0.5] = 'rsqrt', [-1] = 'cinv' }

--- x:pow(v), x:pow(y, v): y^v; x:pow(v, y): v^y.
define('pow', types.floating, {
   { NUMBER, function(T)
      local kernels = T.kernels
      return function(r, x, v)
         local to, from = like(r, x)
         local cheap = CHEAP_POWERS[v]
         if cheap then
            done(kernels[cheap](to, from))
         else
            done(kernels.pow(to, from, nil, v))
         end
      end
   end },
   { '!T real T', function(T)
      local pow = T.kernels.pow
      return function(r, v, x)
         local to, from = like(r, x)
         done(pow(to, nil, from, v))
      end
   end },
   { 'real real', of_number(function(x, v) return x ^ v end), form = 'function' },
})

--- x:lerp(y, w), x:lerp(z, y, w): z + w * (y - z).
define('lerp', types.floating, {
   { '!T T=1 T real', function(T)
      local lerp = T.kernels.lerp
      return function(r, x, y, weight)
         local other = raw(y)
         paired('lerp', raw(x), other)
         local to, from = like(r, x)
         done(lerp(to, from, other, weight))
      end
   end },
   { 'real real real', of_number(function(x, y, weight) return x + weight * (y - x) end), form = 'function' },
})
