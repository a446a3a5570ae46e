-- The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) in plain Lua, seeded as torch.manualSeed seeds it.
local bit = require 'bit'

local band, bor, bxor, lshift, rshift = bit.band, bit.bor, bit.bxor, bit.lshift, bit.rshift
local N, M = 624, 397

-- state * 1812433253 modulo 2^32; the halves keep every product below 2^53.
local function multiply(state)
   local high, low = rshift(state, 16), band(state, 0xffff)
   return bit.tobit((high * 1812433253 % 65536) * 65536 + low * 1812433253)
end

local function twist(state)
   for k = 0, N - 1 do
      local mixed = bor(band(state[k], 0x80000000), band(state[(k + 1) % N], 0x7fffffff))
      local value = bxor(state[(k + M) % N], rshift(mixed, 1))
      state[k] = band(mixed, 1) == 1 and bxor(value, 0x9908b0df) or value
   end
end

--- A generator of whole numbers from 0 to 2^32 - 1.
return function(seed)
   local state, at = { [0] = bit.tobit(seed) }, N
   for i = 1, N - 1 do
      state[i] = bit.tobit(multiply(bxor(state[i - 1], rshift(state[i - 1], 30))) + i)
   end
   return function()
      if at == N then
         twist(state)
         at = 0
      end
      local y = state[at]
      at = at + 1
      y = bxor(y, rshift(y, 11))
      y = bxor(y, band(lshift(y, 7), 0x9d2c5680))
      y = bxor(y, band(lshift(y, 15), 0xefc60000))
      y = bxor(y, rshift(y, 18))
      return y % 4294967296
   end
end
