local ffi = require 'ffi'
local library = require 'lampas.library'
local Naive = require 'spec.support.naive_random'

local engine, kernels = library.engine, library.kernels
local CTYPES = {
   byte = 'uint8_t', char = 'int8_t', short = 'int16_t', int = 'int32_t', long = 'int64_t', float = 'float', double = 'double',
}
-- Around the sizes where the code changes its way: a pair, a state, a chunk, the number from which threads are used.
local SIZES = { 1, 2, 3, 623, 624, 625, 1248, 1249, 3743, 3744, 3745, 5000, 40001 }

pcall(ffi.cdef, 'void free(void *data);')

local function generator(seed)
   local self = ffi.gc(engine.THGenerator_new(), ffi.C.free)
   engine.THRandom_manualSeed(self, seed)
   return self
end

local function state(self)
   return ffi.string(self, ffi.sizeof('THGenerator'))
end

local function with_threads(count, body)
   local before = engine.lampas_threads_get()
   engine.lampas_threads_set(count)
   local ok, message = pcall(body)
   engine.lampas_threads_set(before)
   assert(ok, message)
end

local arrays = {}
for kind, ctype in pairs(CTYPES) do
   arrays[kind] = ffi.typeof(ctype .. '[?]')
end

-- As C converts a number to an element of the type.
local function converted(kind, value)
   local cell = arrays[kind](1)
   cell[0] = kind:match('^[fd]') and value or ffi.cast('int64_t', value)
   return tonumber(cell[0])
end

-- Where a filler may start: at the first word, at an odd one, at an odd one with a normal number pending.
local STARTS = {
   function() end,
   function(fast, naive)
      engine.THRandom_random(fast)
      naive:random()
   end,
   function(fast, naive)
      engine.THRandom_random(fast)
      naive:random()
      engine.THRandom_normal(fast, 0, 1)
      naive:normal(0, 1)
   end,
}

local function check_filling(kind, name, arguments, reference, n, threads, start)
   local fast, naive = generator(n), Naive.new(n)
   start(fast, naive)
   local out = arrays[kind](n + 1)
   out[n] = 77
   with_threads(threads, function()
      kernels[kind][name](fast, n, out, unpack(arguments))
   end)
   for i = 0, n - 1 do
      local wanted = converted(kind, reference(naive, i))
      if tonumber(out[i]) ~= wanted then
         error(('%s %s: element %d of %d is %.17g, not %.17g'):format(kind, name, i, n, tonumber(out[i]), wanted))
      end
   end
   assert.equal(77, tonumber(out[n]))
   assert.is_true(state(fast) == naive:state(), ('%s %s of %d: the state afterwards'):format(kind, name, n))
end

local function check_filler(kind, name, arguments, reference)
   for _, n in ipairs(SIZES) do
      if n < 4096 then
         for _, start in ipairs(STARTS) do
            check_filling(kind, name, arguments, reference, n, 1, start)
         end
      else
         check_filling(kind, name, arguments, reference, n, 2, STARTS[3])
      end
   end
end

describe('the generator', function()
   it('has the published sequence', function()
      local first = generator(123)
      assert.same({ 2991312382, 3062119789, 1228959102, 1840268610 }, {
         engine.THRandom_random(first), engine.THRandom_random(first), engine.THRandom_random(first), engine.THRandom_random(first),
      })
      local usual = generator(5489)
      for _ = 1, 9999 do
         engine.THRandom_random(usual)
      end
      assert.equal(4123659995, engine.THRandom_random(usual))
   end)

   it('is stored as Torch stores it', function()
      assert.equal(5048, ffi.sizeof('THGenerator'))
      assert.equal(5016, ffi.offsetof('THGenerator', 'normal_x'))
      local one, naive = generator(7), Naive.new(7)
      assert.is_true(state(one) == naive:state())
      for _ = 1, 1300 do
         engine.THRandom_normal(one, 0, 1)
         naive:normal(0, 1)
         engine.THRandom_random(one)
         naive:random()
         assert.is_true(state(one) == naive:state())
      end
   end)

   it('takes the low 32 bits of a seed, and remembers all', function()
      local low, high = generator(5), generator(5 + 2 ^ 32)
      assert.equal(engine.THRandom_random(low), engine.THRandom_random(high))
      assert.equal(5 + 2 ^ 32, tonumber(high.the_initial_seed))
   end)

   it('seeds itself differently each time', function()
      local one = generator(1)
      local a, b, c = engine.THRandom_seed(one), engine.THRandom_seed(one), engine.THRandom_seed(one)
      assert.is_false(a == b and b == c)
      assert.is_true(c == one.the_initial_seed)
   end)

   it('knows a state that cannot be', function()
      local unseeded = ffi.gc(engine.THGenerator_new(), ffi.C.free)
      assert.equal(0, engine.THGenerator_isValid(unseeded))
      local function after(change)
         local one = generator(3)
         engine.THRandom_random(one)
         change(one)
         return engine.THGenerator_isValid(one)
      end
      assert.equal(1, after(function() end))
      assert.equal(0, after(function(one) one.seeded = 0 end))
      assert.equal(0, after(function(one) one.left = 0 end))
      assert.equal(0, after(function(one) one.left = 625 end))
      assert.equal(0, after(function(one) one.left = -1 end))
      assert.equal(0, after(function(one) one.next = 2 end))
      assert.equal(0, after(function(one) one.next = 2ULL ^ 40 end))
      assert.equal(0, after(function(one) one.next = -1ULL end))
      assert.equal(0, after(function(one) one.state[623] = 2 ^ 33 end))
   end)
end)

describe('a block of draws', function()
   local function check(threads, sizes)
      with_threads(threads, function()
         local fast, naive = generator(11), Naive.new(11)
         for _, n in ipairs(sizes) do
            local out = ffi.new('uint32_t[?]', n + 1)
            out[n] = 77
            engine.lampas_random_fill(fast, out, n)
            for i = 0, n - 1 do
               local wanted = naive:random()
               if out[i] ~= wanted then
                  error(('draw %d of %d is %d, not %d'):format(i, n, out[i], wanted))
               end
            end
            assert.equal(77, out[n])
            if state(fast) ~= naive:state() then
               error(('the state after %d draws'):format(n))
            end
         end
      end)
   end

   local odd = { 1, 0, 623, 1, 624, 2, 7, 3743, 625, 2496, 2497, 3121, 5, 99999, 40000, 1, 65537, 3120, 3119 }

   it('is what single draws are, in any sequence of sizes', function()
      check(1, SIZES)
      check(1, odd)
   end)

   it('is the same for two and three threads', function()
      check(2, SIZES)
      check(2, odd)
      check(3, odd)
   end)

   it('goes on from a copied state', function()
      for _, first in ipairs { 0, 1, 100, 623, 624, 4000, 50001 } do
         local one, other = generator(17), generator(18)
         local buffer, again = ffi.new('uint32_t[?]', 60000), ffi.new('uint32_t[?]', 60000)
         engine.lampas_random_fill(one, buffer, first)
         engine.THGenerator_copy(other, one)
         engine.lampas_random_fill(one, buffer, 60000)
         for i = 0, 59999 do
            again[i] = engine.THRandom_random(other)
         end
         assert.is_true(ffi.string(buffer, 240000) == ffi.string(again, 240000))
         assert.is_true(state(one) == state(other))
      end
   end)
end)

describe('the fillers', function()
   for _, kind in ipairs { 'float', 'double' } do
      it('give the scalar samplers\' bits and state: ' .. kind, function()
         check_filler(kind, 'fill_uniform', { -2, 3.7 }, function(naive) return naive:uniform(-2, 3.7) end)
         check_filler(kind, 'fill_normal', { 2, 3.1 }, function(naive) return naive:normal(2, 3.1) end)
         check_filler(kind, 'fill_logNormal', { 0.5, 0.3 }, function(naive) return naive:logNormal(0.5, 0.3) end)
         check_filler(kind, 'fill_exponential', { 1.7 }, function(naive) return naive:exponential(1.7) end)
         check_filler(kind, 'fill_cauchy', { 0.1, 3 }, function(naive) return naive:cauchy(0.1, 3) end)
      end)
   end

   for kind in pairs(CTYPES) do
      it('give the scalar definition\'s bits for every type: ' .. kind, function()
         local p = arrays.double(40001)
         for i = 0, 40000 do
            p[i] = i % 3 == 2 and 1 or (i * 7919 % 10007) / 10007
         end
         check_filler(kind, 'fill_geometric', { 0.83 }, function(naive) return naive:geometric(0.83) end)
         check_filler(kind, 'fill_bernoulli', { 0.3 }, function(naive) return naive:bernoulli(0.3) end)
         check_filler(kind, 'fill_bernoulli_each', { p }, function(naive, i) return naive:bernoulli(p[i]) end)
         for _, range in ipairs { 10, 2 ^ 31, 2 ^ 53 + 1 } do
            check_filler(kind, 'fill_random', { -5, range }, function(naive) return naive:ranged(-5, range) end)
         end
      end)
   end

   it('shuffle as swaps with single draws do', function()
      for _, n in ipairs(SIZES) do
         local fast, naive, out, wanted = generator(n), Naive.new(n), arrays.long(n), {}
         kernels.long.fill_permutation(fast, n, out)
         for i = 0, n - 1 do
            wanted[i] = i + 1
         end
         for i = 0, n - 2 do
            local other = i + naive:random() % (n - i)
            wanted[i], wanted[other] = wanted[other], wanted[i]
         end
         for i = 0, n - 1 do
            assert.equal(wanted[i], tonumber(out[i]))
         end
         assert.is_true(state(fast) == naive:state())
      end
   end)
end)

describe('the remainder by floating division', function()
   it('is exact beside multiples of the range, for any draw', function()
      local out = arrays.double(60000)
      for _, range in ipairs { 1, 2, 3, 5, 641, 65535, 65536, 65537, 6700417, 1431655765, 2147483647, 4294967295 } do
         local fast, naive = generator(range), Naive.new(range)
         kernels.double.fill_random(fast, 60000, out, 0, range)
         for i = 0, 59999 do
            if out[i] ~= naive:random() % range then
               error(('draw %d mod %d'):format(i, range))
            end
         end
      end
   end)
end)

-- bernoulli compares whole draws with a limit. Torch's decision is draw * 2^-32 <= p in double precision: the limit is
-- right if it is the largest draw for which that holds, since the product grows with the draw.
describe('the limit of bernoulli', function()
   local function check(p)
      local limit = engine.lampas_bernoulli_limit(p)
      assert.is_true(limit * 2 ^ -32 <= p, ('limit %d of p = %.17g is taken'):format(limit, p))
      assert.is_true(limit == 2 ^ 32 - 1 or (limit + 1) * 2 ^ -32 > p, ('the draw after %d of p = %.17g is not'):format(limit, p))
   end

   local double_bits = ffi.typeof('union { double value; int64_t bits; }')

   local function neighbours(p)
      check(p)
      local bits = double_bits()
      for _, step in ipairs { -1, 1 } do
         bits.value = p
         bits.bits = bits.bits + step
         if bits.value >= 0 and bits.value <= 1 then
            check(bits.value)
         end
      end
   end

   it('is the last draw that is not above p', function()
      check(0)
      check(5e-324)
      neighbours(1)
      for _, p in ipairs { 0.5, 0.1, 0.3, 0.7, 0.9, 1 / 3, 1e-9, 1e-10, 2 ^ -32, 2 ^ -33, 1 - 2 ^ -32, 1 - 2 ^ -33, 1 - 2 ^ -53, 1e-310 } do
         neighbours(p)
      end
      local naive = Naive.new(3)
      for _ = 1, 2000 do
         neighbours(naive:unit())
         check(naive:unit() + naive:unit() * 2 ^ -32)
      end
   end)

   it('decides every draw as the scalar sampler does', function()
      local one, other = generator(8), generator(8)
      local out = arrays.float(100000)
      for _, p in ipairs { 0, 0.25, 0.6964691872708499, 1 } do -- the third equals a draw of seed 123
         engine.THRandom_manualSeed(one, 123)
         engine.THRandom_manualSeed(other, 123)
         kernels.float.fill_bernoulli(one, 100000, out, p)
         for i = 0, 99999 do
            assert(out[i] == engine.THRandom_bernoulli(other, p))
         end
      end
   end)
end)

describe('fused dropout', function()
   for _, kind in ipairs { 'float', 'double' } do
      it('is the mask, scaled, and its product: ' .. kind, function()
         local array = arrays[kind]
         for _, n in ipairs(SIZES) do
            for threads = 1, 2 do
               with_threads(threads, function()
                  local input, output, noise, mask, inplace = array(n), array(n), array(n), array(n), array(n)
                  for i = 0, n - 1 do
                     input[i] = i % 5 == 0 and 0 / 0 or i - 10
                     inplace[i] = input[i]
                  end
                  local one, other = generator(5), generator(5)
                  local scale = converted(kind, 1 / 0.7)
                  kernels[kind].fill_bernoulli(other, n, mask, 0.7)
                  kernels[kind].Dropout_updateOutput(one, n, input, output, noise, 0.7, scale)
                  assert.is_true(state(one) == state(other))
                  local third = array(n)
                  kernels[kind].Dropout_updateOutput(generator(5), n, inplace, inplace, third, 0.7, scale)
                  for i = 0, n - 1 do
                     assert(noise[i] == (mask[i] == 1 and scale or 0) and third[i] == noise[i])
                     local product = converted(kind, input[i] * noise[i])
                     assert(output[i] == product or product ~= product and output[i] ~= output[i])
                     assert(inplace[i] == product or product ~= product and inplace[i] ~= inplace[i])
                  end
                  kernels[kind].Dropout_updateGradInput(n, input, noise, third)
                  for i = 0, n - 1 do
                     assert(third[i] == output[i] or input[i] ~= input[i])
                  end
               end)
            end
         end
      end)
   end
end)
