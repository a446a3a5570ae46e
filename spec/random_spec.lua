local torch = require 'torch'
local ffi = require 'ffi'
local library = require 'lampas.library'
local types = require 'torch.types'
local Naive = require 'spec.support.naive_random'

require 'nn'

local function flatten(value, list)
   if torch.isTensor(value) then
      value = value:totable()
   end
   if type(value) == 'table' then
      for _, part in ipairs(value) do
         flatten(part, list)
      end
   else
      list[#list + 1] = value
   end
   return list
end

local function elements(x)
   return flatten(x, {})
end

-- Lines of layers count from the moment that the layer's file exists.
local function exists(expression)
   local layer = expression:match('^(nn%.%a+)')
   return not layer or package.searchpath(layer, package.path)
end

describe('what a real Torch7 printed', function()
   for line in io.lines('spec/golden/random.txt') do
      local expression, printed = line:match('^(.-) => (.*)$')
      if expression and exists(expression) then
         it(expression, function()
            torch.manualSeed(123)
            local words = flatten({ assert(loadstring('return ' .. expression))() }, {})
            for i, word in ipairs(words) do
               words[i] = ('%.17g'):format(word)
            end
            assert.equal(printed, table.concat(words, ' '))
         end)
      end
   end
end)

-- Every sampler that fills tensors: its types, some arguments, and what an element is by the scalar definition.
local RANGES = { Byte = 2 ^ 8, Char = 2 ^ 7, Short = 2 ^ 15, Int = 2 ^ 31, Long = 2 ^ 63, Float = 2 ^ 24 + 1, Double = 2 ^ 53 + 1 }

local function whole_range(x)
   return RANGES[x:type():match('(%a+)Tensor')]
end

local SAMPLERS = {
   { 'uniform', types.floating, {}, function(naive) return naive:uniform(0, 1) end },
   { 'uniform', types.floating, { 3 }, function(naive) return naive:uniform(3, 1) end },
   { 'uniform', types.floating, { -1.5, 2.3 }, function(naive) return naive:uniform(-1.5, 2.3) end },
   { 'normal', types.floating, {}, function(naive) return naive:normal(0, 1) end },
   { 'normal', types.floating, { 0.3 }, function(naive) return naive:normal(0.3, 1) end },
   { 'normal', types.floating, { 0.3, 1.7 }, function(naive) return naive:normal(0.3, 1.7) end },
   { 'logNormal', types.floating, {}, function(naive) return naive:logNormal(1, 2) end },
   { 'logNormal', types.floating, { 0.1, 0.3 }, function(naive) return naive:logNormal(0.1, 0.3) end },
   { 'exponential', types.floating, { 0.7 }, function(naive) return naive:exponential(0.7) end },
   { 'cauchy', types.floating, {}, function(naive) return naive:cauchy(0, 1) end },
   { 'cauchy', types.floating, { 0.1, 0.3 }, function(naive) return naive:cauchy(0.1, 0.3) end },
   { 'geometric', types.all, { 0.4 }, function(naive) return naive:geometric(0.4) end },
   { 'bernoulli', types.all, {}, function(naive) return naive:bernoulli(0.5) end },
   { 'bernoulli', types.all, { 0.8 }, function(naive) return naive:bernoulli(0.8) end },
   { 'random', types.all, {}, function(naive, x) return naive:ranged(0, whole_range(x)) end },
   { 'random', types.all, { 9 }, function(naive) return naive:ranged(1, 9) end },
   { 'random', types.all, { -20, 100 }, function(naive) return naive:ranged(-20, 121) end },
   { 'random', types.all, { 2.9, 6.9 }, function(naive) return naive:ranged(2, 5) end },
}

local cells = {}
for _, T in ipairs(types.all) do
   cells[T] = ffi.new(T.ctype .. '[1]')
end

-- As C converts a number to an element.
local function stored(T, value)
   local cell = cells[T]
   cell[0] = T.floating and value or ffi.cast('int64_t', value)
   return tonumber(cell[0])
end

local function new(T, ...)
   return torch[T.name .. 'Tensor'](...)
end

local LAYOUTS = {
   contiguous = function(T) return new(T, 5, 7) end,
   offset = function(T) return new(T, 9, 7):narrow(1, 3, 5) end,
   transposed = function(T) return new(T, 7, 5):t() end,
   gaps = function(T) return new(T, 6, 9):narrow(2, 2, 7) end,
   permuted = function(T) return new(T, 2, 30, 11):permute(3, 1, 2) end,
   column = function(T) return new(T, 700, 2):select(2, 1) end,
}

local function expect(wanted, x, T)
   local got = elements(x)
   assert.equal(#wanted, #got)
   for i, value in ipairs(wanted) do
      if got[i] ~= stored(T, value) then
         error(('element %d is %.17g, not %.17g'):format(i, got[i], value))
      end
   end
end

local function reference(naive, count, element, x)
   local wanted = {}
   for i = 1, count do
      wanted[i] = element(naive, x)
   end
   return wanted
end

describe('a sampler on tensors', function()
   for _, sampler in ipairs(SAMPLERS) do
      local name, for_types, arguments, element = unpack(sampler)
      it(('%s(%s) fills every type and layout row by row'):format(name, table.concat(arguments, ', ')), function()
         for _, T in ipairs(for_types) do
            for _, make in pairs(LAYOUTS) do
               local x = make(T)
               torch.manualSeed(77)
               local naive = Naive.new(77)
               assert.is_true(x[name](x, unpack(arguments)) == x)
               expect(reference(naive, x:nElement(), element, x), x, T)
               assert.equal(naive:random(), torch.random())
            end
         end
      end)

      it(('%s(%s) takes a generator first, also as a function, and leaves the others alone'):format(name, table.concat(arguments, ', ')), function()
         for _, T in ipairs(for_types) do
            local gen, x, y = torch.Generator(), new(T, 40), new(T, 40)
            torch.manualSeed(1)
            torch.manualSeed(gen, 5)
            x[name](x, gen, unpack(arguments))
            local wanted = reference(Naive.new(5), 40, element, x)
            expect(wanted, x, T)
            torch.manualSeed(gen, 5)
            assert.is_true(torch[name](y, gen, unpack(arguments)) == y)
            expect(wanted, y, T)
            assert.equal(Naive.new(1):random(), torch.random())
         end
      end)
   end

   it('does not exist for integers where it makes real numbers', function()
      for _, T in ipairs(types.integer) do
         for _, name in ipairs { 'uniform', 'normal', 'logNormal', 'exponential', 'cauchy', 'rand', 'randn' } do
            assert.is_nil(new(T, 3)[name])
            assert.error_matches(function() torch[name](new(T, 3), 1, 1) end, 'does not implement the torch.' .. name)
         end
      end
   end)

   it('fills nothing in an empty tensor', function()
      for _, sampler in ipairs(SAMPLERS) do
         local x = torch.DoubleTensor()
         torch.manualSeed(3)
         x[sampler[1]](x, unpack(sampler[3]))
         assert.equal(Naive.new(3):random(), torch.random())
      end
   end)

   it('gives the same numbers for one thread and for two', function()
      local threads = library.engine.lampas_threads_get()
      local function filled(count)
         library.engine.lampas_threads_set(count)
         torch.manualSeed(9)
         local sums = {}
         for i, sampler in ipairs(SAMPLERS) do
            local x = torch.FloatTensor(50001)
            x[sampler[1]](x, unpack(sampler[3]))
            sums[i] = ffi.string(x:data(), 50001 * 4)
         end
         library.engine.lampas_threads_set(threads)
         return sums, ffi.string(torch.getRNGState():data(), 5048)
      end
      local one, state_one = filled(1)
      local two, state_two = filled(2)
      for i in ipairs(SAMPLERS) do
         assert.is_true(one[i] == two[i], SAMPLERS[i][1])
      end
      assert.is_true(state_one == state_two)
   end)
end)

describe('bernoulli with a tensor of probabilities', function()
   it('gives each element its own', function()
      for _, T in ipairs(types.all) do
         for _, kind in ipairs { 'FloatTensor', 'DoubleTensor' } do
            local p = torch.rand(6, 5):type('torch.' .. kind):t()
            p[1][1], p[2][2] = 0, 1
            local x, naive, wanted = new(T, 5, 6), Naive.new(4), {}
            torch.manualSeed(4)
            assert.is_true(x:bernoulli(p) == x)
            for i, share in ipairs(elements(p)) do
               wanted[i] = naive:bernoulli(share)
            end
            expect(wanted, x, T)
         end
      end
   end)

   it('refuses other sizes and what is no probability', function()
      local x = torch.FloatTensor(3)
      assert.error_matches(function() x:bernoulli(torch.Tensor(4):fill(0.5)) end, 'inconsistent tensor size')
      assert.error_matches(function() x:bernoulli(torch.Tensor { 0.5, 1.5, 0 }) end, 'must be >= 0 and <= 1')
      assert.error_matches(function() x:bernoulli(torch.Tensor { 0.5, 0 / 0, 0 }) end, 'must be >= 0 and <= 1')
      assert.error_matches(function() x:bernoulli(torch.LongTensor { 1, 1, 0 }) end, 'invalid arguments')
   end)
end)

describe('one number', function()
   it('follows the scalar definition in any mixture', function()
      torch.manualSeed(21)
      local naive = Naive.new(21)
      for i = 1, 500 do
         assert.equal(naive:random(), torch.random())
         assert.equal(naive:ranged(1, i), torch.random(i))
         assert.equal(naive:ranged(-i, 2 * i + 1), torch.random(-i, i))
         assert.equal(naive:uniform(-i, 0.3), torch.uniform(-i, 0.3))
         assert.equal(naive:normal(i, 0.3), torch.normal(i, 0.3))
         assert.equal(naive:exponential(i), torch.exponential(i))
         assert.equal(naive:cauchy(i, 0.7), torch.cauchy(i, 0.7))
         assert.equal(naive:logNormal(0, 0.7), torch.logNormal(0, 0.7))
         assert.equal(naive:geometric(i / 501), torch.geometric(i / 501))
         assert.equal(naive:bernoulli(i / 501), torch.bernoulli(i / 501))
      end
   end)

   it('comes from the generator that is given', function()
      local gen = torch.Generator()
      torch.manualSeed(gen, 8)
      torch.manualSeed(9)
      local naive = Naive.new(8)
      assert.equal(naive:random(), torch.random(gen))
      assert.equal(naive:ranged(1, 6), torch.random(gen, 6))
      assert.equal(naive:ranged(2, 5), torch.random(gen, 2, 6))
      assert.equal(naive:uniform(0, 1), torch.uniform(gen))
      assert.equal(naive:normal(0, 2), torch.normal(gen, 0, 2))
      assert.equal(naive:bernoulli(0.5), torch.bernoulli(gen))
      assert.equal(Naive.new(9):random(), torch.random())
   end)

   it('reads numeric strings', function()
      torch.manualSeed(2)
      assert.equal(Naive.new(2):ranged(1, 10), torch.random('10'))
   end)
end)

describe('parameters that cannot be', function()
   local function refused(pattern, name, ...)
      local arguments = { ... }
      torch.manualSeed(6)
      assert.error_matches(function() torch[name](unpack(arguments)) end, pattern)
      local x = torch.DoubleTensor(4)
      assert.error_matches(function() x[name](x, unpack(arguments)) end, pattern)
      assert.equal(Naive.new(6):random(), torch.random()) -- nothing was drawn
   end

   it('are refused before anything is drawn', function()
      local nan = 0 / 0
      refused('upper bound must be strictly positive', 'random', 0)
      refused('invalid arguments', 'random', nan)
      refused('upper bound must be larger than lower bound', 'random', 3, 2)
      refused('standard deviation must be strictly positive', 'normal', 0, 0)
      refused('standard deviation must be strictly positive', 'normal', 0, nan)
      refused('standard deviation must be strictly positive', 'logNormal', 0, -1)
      refused('must be > 0 and < 1', 'geometric', 0)
      refused('must be > 0 and < 1', 'geometric', 1)
      refused('must be >= 0 and <= 1', 'bernoulli', 1.01)
      refused('must be >= 0 and <= 1', 'bernoulli', -0.01)
      refused('must be >= 0 and <= 1', 'bernoulli', nan)
      refused('invalid arguments', 'exponential')
      refused('invalid arguments', 'uniform', 1, 2, 3)
   end)
end)

describe('rand, randn and randperm', function()
   local function check(x, kind, sizes, element)
      assert.equal('torch.' .. kind .. 'Tensor', x:type())
      assert.same(sizes, x:size():totable())
      expect(reference(Naive.new(31), x:nElement(), element, x), x, types.by_name[kind])
   end

   for name, element in pairs {
      rand = function(naive) return naive:uniform(0, 1) end,
      randn = function(naive) return naive:normal(0, 1) end,
   } do
      it(name .. ' has all its forms', function()
         local gen = torch.Generator()
         local function seeded(...)
            torch.manualSeed(31)
            torch.manualSeed(gen, 31)
            return ...
         end
         local f = torch[name]
         seeded()
         check(f(3, 4), 'Double', { 3, 4 }, element)
         seeded()
         check(f(torch.LongStorage { 2, 3, 2 }), 'Double', { 2, 3, 2 }, element)
         seeded()
         check(f(5, 'torch.FloatTensor'), 'Float', { 5 }, element)
         check(f(gen, 5, 2), 'Double', { 5, 2 }, element)
         local r = torch.FloatTensor(2)
         seeded()
         assert.is_true(f(r, 700) == r)
         check(r, 'Float', { 700 }, element)
         assert.is_true(f(r, gen, 3, 3) == r)
         check(r, 'Float', { 3, 3 }, element)
         seeded()
         assert.is_true(r[name](r, 4, 2) == r)
         check(r, 'Float', { 4, 2 }, element)
         seeded()
         assert.is_true(r[name](r, gen, torch.LongStorage { 6 }) == r)
         check(r, 'Float', { 6 }, element)
         local t = torch.DoubleTensor(4, 3):t()
         seeded()
         f(t, 3, 4)
         check(t, 'Double', { 3, 4 }, element)
         assert.is_false(t:isContiguous())
      end)
   end

   it('follow the default tensor type', function()
      torch.setdefaulttensortype('torch.FloatTensor')
      torch.manualSeed(31)
      check(torch.rand(4), 'Float', { 4 }, function(naive) return naive:uniform(0, 1) end)
      torch.setdefaulttensortype('torch.DoubleTensor')
   end)

   it('randperm shuffles for every type, and into a given tensor', function()
      local function shuffled(n)
         local naive, wanted = Naive.new(31), {}
         for i = 1, n do
            wanted[i] = i
         end
         for i = 1, n - 1 do
            local other = i + naive:random() % (n - i + 1)
            wanted[i], wanted[other] = wanted[other], wanted[i]
         end
         return wanted
      end
      for _, T in ipairs(types.all) do
         torch.manualSeed(31)
         local x = torch.randperm(100, T.tensorName)
         assert.equal(T.tensorName, x:type())
         assert.same(shuffled(100), x:totable())
         torch.manualSeed(31)
         assert.is_true(torch.randperm(x, 77) == x)
         assert.same(shuffled(77), x:totable())
         local gen = torch.Generator()
         torch.manualSeed(gen, 31)
         x:randperm(gen, 1)
         assert.same({ 1 }, x:totable())
      end
      torch.manualSeed(31)
      assert.same(shuffled(5000), torch.randperm(5000):totable())
      assert.error_matches(function() torch.randperm(0) end, 'must be strictly positive')
   end)
end)

describe('generators', function()
   it('are userdata of their class', function()
      local gen = torch.Generator()
      assert.equal('userdata', type(gen))
      assert.equal('torch.Generator', torch.type(gen))
      assert.equal('torch.Generator', torch.type(torch._gen))
      assert.is_true(gen == gen and gen ~= torch.Generator())
   end)

   it('are seeded by the system at first', function()
      assert.is_false(torch.random(torch.Generator()) == torch.random(torch.Generator())
         and torch.random(torch.Generator()) == torch.random(torch.Generator()))
   end)

   it('tell their seed', function()
      local gen = torch.Generator()
      local seed = torch.seed(gen)
      assert.equal(seed, torch.initialSeed(gen))
      local first = torch.random(gen)
      torch.manualSeed(gen, seed)
      assert.equal(first, torch.random(gen))
      assert.equal('number', type(torch.seed()))
      assert.equal(0, select('#', torch.manualSeed(5)))
      assert.equal(5, torch.initialSeed())
      assert.equal(seed, torch.initialSeed(gen))
      assert.error_matches(function() torch.manualSeed() end, 'number expected')
      assert.error_matches(function() torch.manualSeed(gen, {}) end, 'number expected')
   end)

   it('serve by default when put in torch._gen', function()
      local before, gen = torch._gen, torch.Generator()
      torch.manualSeed(gen, 5)
      torch._gen = gen
      assert.equal(Naive.new(5):random(), torch.random())
      torch._gen = before
   end)

   it('can be saved and continued, a pending normal number included', function()
      torch.manualSeed(12)
      torch.normal()
      local state = torch.getRNGState()
      assert.equal('torch.ByteTensor', state:type())
      local first = { torch.normal(), torch.random(), torch.normal() }
      local x = torch.randn(3000)
      torch.setRNGState(state)
      assert.same(first, { torch.normal(), torch.random(), torch.normal() })
      assert.same(x:totable(), torch.randn(3000):totable())
      local gen = torch.Generator()
      torch.setRNGState(gen, state)
      torch.manualSeed(1)
      assert.same(first, { torch.normal(gen), torch.random(gen), torch.normal(gen) })
      torch.setRNGState(gen, state)
      assert.same(state:totable(), torch.getRNGState(gen):totable())
      local result = torch.ByteTensor()
      assert.is_true(torch.getRNGState(gen, result) == result)
      assert.same(state:totable(), result:totable())
   end)

   it('go through files', function()
      local gen = torch.Generator()
      torch.manualSeed(gen, 12)
      torch.normal(gen)
      for _, mode in ipairs { 'binary', 'ascii' } do
         local copy = torch.deserialize(torch.serialize(gen, mode), mode)
         assert.equal('torch.Generator', torch.type(copy))
         assert.same(torch.getRNGState(gen):totable(), torch.getRNGState(copy):totable())
      end
   end)

   it('refuse states that are none, and stay as they were', function()
      torch.manualSeed(12)
      local state = torch.getRNGState()
      assert.error_matches(function() torch.setRNGState(torch.ByteTensor(5047)) end, 'RNG state is wrong size')
      assert.error_matches(function() torch.setRNGState(torch.ByteTensor()) end, 'RNG state is wrong size')
      local broken = torch.ByteTensor(5048)
      for i = 1, 5048 do
         broken[i] = 0
      end
      assert.error_matches(function() torch.setRNGState(broken) end, 'Invalid RNG state')
      assert.error_matches(function() torch.setRNGState(torch.DoubleTensor(5048)) end, 'torch.ByteTensor expected')
      assert.error_matches(function() torch.setRNGState() end, 'torch.ByteTensor expected')
      assert.same(state:totable(), torch.getRNGState():totable())
   end)
end)
