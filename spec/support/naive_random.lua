--- MT19937 and Torch's samplers word by word and draw by draw, to compare the vector code with.
local bit = require 'bit'
local ffi = require 'ffi'

local band, bor, bxor, lshift, rshift = bit.band, bit.bor, bit.bxor, bit.lshift, bit.rshift
local WORDS, OFFSET = 624, 397

pcall(ffi.cdef, 'double fma(double x, double y, double z);')
local fma = ffi.C.fma

local blob_type = ffi.typeof [[struct {
   uint64_t seed; int32_t left, seeded; uint64_t next; uint64_t words[624]; double x, y, rho; int32_t valid;
}]]

local Naive = {}
Naive.__index = Naive

function Naive.new(seed)
   local self = setmetatable({ words = {}, seed = seed, next = 0, left = 1, x = 0, y = 0, rho = 0, valid = 0 }, Naive)
   local word = ffi.cast('uint32_t', seed)
   self.words[0] = bit.tobit(seed % 2 ^ 32)
   for i = 1, WORDS - 1 do
      word = bxor(ffi.cast('uint64_t', word), rshift(ffi.cast('uint64_t', word), 30)) * 1812433253ULL + i
      word = band(word, 0xffffffffULL)
      self.words[i] = bit.tobit(tonumber(word))
   end
   return self
end

local function renew(words)
   for k = 0, WORDS - 1 do
      local y = bor(band(words[k], 0x80000000), band(words[(k + 1) % WORDS], 0x7fffffff))
      local twisted = band(y, 1) == 1 and 0x9908b0df or 0
      words[k] = bxor(words[(k + OFFSET) % WORDS], rshift(y, 1), twisted)
   end
end

--- The next draw, 0 to 2^32 - 1.
function Naive:random()
   self.left = self.left - 1
   if self.left == 0 then
      renew(self.words)
      self.left, self.next = WORDS, 0
   end
   local y = self.words[self.next]
   self.next = self.next + 1
   y = bxor(y, rshift(y, 11))
   y = bxor(y, band(lshift(y, 7), 0x9d2c5680))
   y = bxor(y, band(lshift(y, 15), 0xefc60000))
   y = bxor(y, rshift(y, 18))
   return y % 2 ^ 32
end

function Naive:unit()
   return self:random() * 2 ^ -32
end

function Naive:uniform(a, b)
   return fma(self:unit(), b - a, a)
end

function Naive:normal(mean, stdv)
   if self.valid == 1 then
      self.valid = 0
      return fma(self.rho * math.sin(2 * math.pi * self.x), stdv, mean)
   end
   self.x = self:unit()
   self.y = self:unit()
   self.rho = math.sqrt(-2 * math.log(1 - self.y))
   self.valid = 1
   return fma(self.rho * math.cos(2 * math.pi * self.x), stdv, mean)
end

function Naive:logNormal(mean, stdv)
   return math.exp(self:normal(mean, stdv))
end

function Naive:exponential(lambda)
   return -1 / lambda * math.log(1 - self:unit())
end

function Naive:cauchy(median, sigma)
   return fma(sigma, math.tan(math.pi * (self:unit() - 0.5)), median)
end

function Naive:geometric(p)
   return math.floor(math.log(1 - self:unit()) / math.log(p)) + 1
end

function Naive:bernoulli(p)
   return self:unit() <= p and 1 or 0
end

--- low + draw mod range
function Naive:ranged(low, range)
   return low + self:random() % range
end

--- The bytes that Torch's generator would have now.
function Naive:state()
   local blob = blob_type()
   blob.seed, blob.left, blob.seeded, blob.next = self.seed, self.left, 1, self.next
   for i = 0, WORDS - 1 do
      blob.words[i] = self.words[i] % 2 ^ 32
   end
   blob.x, blob.y, blob.rho, blob.valid = self.x, self.y, self.rho, self.valid
   return ffi.string(blob, ffi.sizeof(blob))
end

return Naive
