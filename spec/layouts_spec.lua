-- What an operation gives does not depend on how its operands lie in memory: transposed, expanded, with gaps, they give what their
-- contiguous copies give; neither does it on whether they lie where the result goes. What it does with empty ones is told at the end.
require 'torch'

local ALL = { 'Byte', 'Char', 'Short', 'Int', 'Long', 'Float', 'Double' }
local INTEGER = { 'Byte', 'Char', 'Short', 'Int', 'Long' }
local FLOATING = { 'Float', 'Double' }
local TOLERANCE = { Float = 2e-5, Double = 1e-12 } -- sums may be taken in another order

local ROWS, COLUMNS = 4, 4 -- square, so that every operation takes them

-- Makers of a 4 x 4 matrix of positive numbers, by layout.
local function filled(x)
   local i = 0
   return x:apply(function()
      i = i + 1
      return 1 + (i * 7) % 5
   end)
end

local LAYOUTS = {
   contiguous = function(T) return filled(T(ROWS, COLUMNS)) end,
   transposed = function(T) return filled(T(COLUMNS, ROWS):t()) end,
   ['with gaps'] = function(T) return filled(T(ROWS, COLUMNS, 2):select(3, 2)) end,
   narrowed = function(T) return filled(T(ROWS + 2, COLUMNS + 3):narrow(1, 2, ROWS):narrow(2, 3, COLUMNS)) end,
   ['expanded rows'] = function(T) return filled(T(1, COLUMNS)):expand(ROWS, COLUMNS) end,
   ['expanded columns'] = function(T) return filled(T(ROWS, 1)):expand(ROWS, COLUMNS) end,
}

-- Arguments behind the first matrix: M another matrix of that layout, V a vector and C a cube from it, B a mask, I an index of its rows, N as
-- many of them, J indices of its elements, A a function; numbers, booleans and strings as they are.
local OPERATIONS = {
   { ALL, '', [[sign sum prod min max cumsum cumprod trace diag tril triu nonzero sort topk median mode t squeeze clone contiguous totable size
      nElement]] },
   { ALL, '2', [[add csub mul div mod fmod remainder lshift rshift cmax cmin lt le gt ge eq ne sum prod min max cumsum cumprod median mode sort
      topk kthvalue]] },
   { ALL, '1', 'diag tril triu sum prod min max cumsum cumprod median mode sort' },
   { ALL, '2 1', 'kthvalue topk' },
   { ALL, '1 2', 'clamp select transpose permute' },
   { ALL, '2 2 1', 'unfold' },
   { ALL, '1 2 2', 'narrow' },
   { ALL, 'M', [[add csub cmul cdiv cpow cmod cfmod cremainder clshift crshift cmax cmin lt le gt ge eq ne equal dot mm cat match conv2 xcorr2
      viewAs expandAs]] },
   { ALL, '2 M', 'add csub' },
   { ALL, 'M 1', 'cat' },
   { ALL, 'M F', 'conv2 xcorr2' },
   { ALL, 'M M', 'addcmul addcdiv addmm' },
   { ALL, '2 M M', 'addcmul addcdiv addmm' },
   { ALL, 'V', 'mv' },
   { ALL, 'C C', 'addbmm' },
   { ALL, 'V V', 'addr' },
   { ALL, 'B', 'maskedSelect' },
   { ALL, '1 I', 'index' },
   { ALL, '2 J', 'gather' },
   { ALL, '8 2', 'reshape repeatTensor' },
   { INTEGER, '3', 'bitand bitor bitxor' },
   { INTEGER, 'M', 'cbitand cbitor cbitxor' },
   { { 'Int', 'Long', 'Float', 'Double' }, '', 'abs' },
   { { 'Byte' }, '', 'all any' },
   { FLOATING, '', [[log log1p exp cos acos cosh sin asin sinh tan atan tanh sqrt rsqrt round ceil floor trunc frac sigmoid neg cinv mean var std norm
      histc bhistc]] },
   { FLOATING, '2', 'pow mean var std norm' },
   { FLOATING, '1 true', 'var std' },
   { FLOATING, '1 2', 'norm' },
   { FLOATING, '2 1 3', 'renorm' },
   { FLOATING, 'M', 'atan2 dist gels gesv' },
   { FLOATING, 'M 1', 'dist lerp' },
   { FLOATING, '8 0 9', 'histc bhistc' },
   { FLOATING, '6 true', 'multinomial' },
}

-- Methods that change what they are called with, and the rest of their arguments.
local IN_PLACE = {
   { ALL, '3', 'fill add csub mul div mod fmod remainder lshift rshift cmax cmin' },
   { ALL, '', 'zero sign random' },
   { ALL, '5', 'random' },
   { ALL, '0.5', 'bernoulli geometric' },
   { ALL, 'M', 'copy add csub cmul cdiv cpow cmod cfmod cremainder clshift crshift cmax cmin' },
   { ALL, 'M M', 'addcmul addcdiv addmm' },
   { ALL, 'M A', 'map' },
   { ALL, 'M M A', 'map2' },
   { ALL, '2 M M', 'addcmul addcdiv addmm' },
   { ALL, '2 3 M M', 'addmm' },
   { ALL, 'V V', 'addr' },
   { ALL, 'C C', 'addbmm' },
   { ALL, '2 4', 'clamp' },
   { ALL, 'B 3', 'maskedFill' },
   { ALL, 'B M', 'maskedCopy' },
   { ALL, '1 I N', 'indexCopy indexAdd' },
   { ALL, '1 I 3', 'indexFill' },
   { ALL, '2 J 3', 'scatter' },
   { ALL, '2 J M', 'scatter' },
   { ALL, '1 16', 'range' },
   { ALL, '4', 'eye' },
   { INTEGER, '3', 'bitand bitor bitxor' },
   { INTEGER, 'M', 'cbitand cbitor cbitxor' },
   { FLOATING, '', [[log log1p exp cos cosh sin sinh tan atan tanh sqrt rsqrt round ceil floor trunc frac sigmoid neg cinv uniform normal logNormal
      cauchy]] },
   { FLOATING, '2', 'pow exponential' },
   { FLOATING, '0 1 16', 'linspace logspace' },
   { FLOATING, '2 1 3', 'renorm' },
   { FLOATING, 'M', 'atan2' },
   { FLOATING, 'M 0.5', 'lerp' },
}

local function sixteen()
   local i = 0
   return torch.LongTensor(ROWS, COLUMNS):apply(function()
      i = i + 1
      return 1 + (i * 3) % COLUMNS
   end)
end

local MAKERS = {
   M = function(make, T) return make(T) end,
   V = function(make, T) return make(T):select(2, 3) end,
   C = function(make, T) local x = make(T) return x.new(x:storage(), x:storageOffset(), 2, 0, ROWS, x:stride(1), COLUMNS, x:stride(2)) end,
   N = function(make, T) return make(T):narrow(1, 2, 2) end,
   B = function(make) return make(torch.ByteTensor):gt(2) end,
   I = function() return torch.LongTensor { 3, 1 } end,
   J = sixteen,
   A = function() return function(a, b, c) return a + 2 * b - (c or 0) end end,
}

-- The arguments that the words stand for; matrices as they are made, or their contiguous copies.
local function arguments(words, make, T, copied)
   local list = {}
   for word in words:gmatch '%S+' do
      local maker = MAKERS[word]
      local value = maker and maker(make, T) or tonumber(word) or (word == 'true' and true) or word
      list[#list + 1] = copied and torch.isTensor(value) and value:clone() or value
   end
   return list
end

local function same(kind, a, b)
   if type(a) == 'number' and type(b) == 'number' then
      return a == b or (a ~= a and b ~= b) or math.abs(a - b) <= (TOLERANCE[kind] or 0) * math.max(1, math.abs(a))
   end
   if torch.isTensor(a) then
      if not a:isSameSizeAs(b) then
         return false
      end
      a, b = a:double():contiguous(), b:double():contiguous()
      for i = 1, a:nElement() do
         local x, y = a:storage()[a:storageOffset() + i - 1], b:storage()[b:storageOffset() + i - 1]
         if not same(kind, x, y) then
            return false
         end
      end
      return true
   elseif torch.isStorage(a) then
      return same(kind, a:totable(), b:totable())
   elseif type(a) == 'table' then
      for i = 1, math.max(#a, #b) do
         if not same(kind, a[i], b[i]) then
            return false
         end
      end
      return true
   end
   return a == b
end

-- Ties may come in any order: of what has indices, the values alone are compared.
local VALUES_ALONE = { sort = true, topk = true, median = true, mode = true, kthvalue = true }
-- A view of what has gaps is refused, and matrices may be singular.
local MAY_BE_REFUSED = { viewAs = true, gesv = true, gels = true }

local function tried(f, x, list)
   torch.manualSeed(3)
   local outcome = { pcall(f, x, unpack(list)) }
   return outcome[1], { unpack(outcome, 2) }
end

-- Call visit(name, function, kind, words) for every operation of a list: torch.name or, failing that, the method; or the method first.
local function each(list, methods, visit)
   for _, row in ipairs(list) do
      local kinds, words, names = unpack(row)
      for name in names:gmatch '%S+' do
         for _, kind in ipairs(kinds) do
            local method = torch[kind .. 'Tensor'](1)[name]
            visit(name, methods and method or torch[name] or method, kind, words)
         end
      end
   end
end

describe('an operation gives the same for operands', function()
   for layout, make in pairs(LAYOUTS) do
      it(layout, function()
         each(OPERATIONS, false, function(name, f, kind, words)
            local T, what = torch[kind .. 'Tensor'], ('%s(%s) of %s'):format(name, words, kind)
            local fine, got = tried(f, make(T), arguments(words, make, T))
            local expected, wanted = tried(f, make(T):clone(), arguments(words, make, T, true))
            if VALUES_ALONE[name] then
               got[2], wanted[2] = nil, nil
            end
            assert(fine and expected or MAY_BE_REFUSED[name], what .. ' raises ' .. tostring(got[1]))
            assert(not fine or not expected or same(kind, wanted, got), what .. ' differs')
         end)
      end)

      if not layout:match 'expanded' then -- where several elements stand in one place
         it(layout .. ', changing them', function()
            each(IN_PLACE, true, function(name, f, kind, words)
               local T = torch[kind .. 'Tensor']
               local x, copy = make(T), make(T):clone()
               assert(tried(f, x, arguments(words, make, T)))
               assert(tried(f, copy, arguments(words, make, T, true)))
               assert(same(kind, copy, x), ('%s(%s) of %s differs'):format(name, words, kind))
            end)
         end)
      end
   end
end)

-- Pairs of a source and a result over one storage.
local OVERLAPS = {
   ['the source itself'] = function(T)
      local x = filled(T(ROWS, COLUMNS))
      return x, x
   end,
   ['the source transposed'] = function(T)
      local x = filled(T(ROWS, COLUMNS))
      return x, x:t()
   end,
   ['a place behind the source'] = function(T)
      local storage = T(40):storage()
      return filled(T(storage, 1, ROWS, COLUMNS, COLUMNS, 1)), T(storage, 6, ROWS, COLUMNS, COLUMNS, 1)
   end,
   ['a place before the source'] = function(T)
      local storage = T(60):storage()
      return filled(T(storage, 6, ROWS, 2 * COLUMNS, COLUMNS, 2)), T(storage, 3, ROWS, COLUMNS, COLUMNS, 1)
   end,
}
local VIEWS = { t = true, squeeze = true, clone = true, contiguous = true, viewAs = true, expandAs = true }

describe('an operation gives the same into', function()
   for where, make in pairs(OVERLAPS) do
      it(where, function()
         each(OPERATIONS, false, function(name, f, kind, words)
            local T, what = torch[kind .. 'Tensor'], ('%s(%s) of %s'):format(name, words, kind)
            local x, r = make(T)
            local fine, wanted = tried(f, x:clone(), arguments(words, LAYOUTS.contiguous, T))
            if fine and torch.type(wanted[1]) == torch.type(x) and not wanted[2] and not VIEWS[name] then
               local written, got = tried(f, r, { x, unpack(arguments(words, LAYOUTS.contiguous, T)) })
               assert(not written or same(kind, wanted[1], got[1]), what .. ' differs')
            end
         end)
      end)
   end

   it('the indices or the mask that it reads', function()
      local function indices() return torch.LongTensor { 2, 1, 3 } end
      local i = indices()
      assert.same({ 1, 2, 3 }, i:index(i, 1, i):totable())
      i = indices()
      assert.same({ 7, 7, 7 }, i:indexFill(1, i, 7):totable())
      i = indices()
      assert.same({ 1, 2, 3 }, i:indexCopy(1, i, i):totable())
      i = indices()
      assert.same({ 3, 3, 6 }, i:indexAdd(1, i, i):totable())
      i = indices()
      assert.same({ 1, 2, 3 }, i:scatter(1, i, i):totable())
      i = indices()
      assert.same({ 9, 9, 9 }, i:scatter(1, i, 9):totable())
      i = indices()
      assert.same({ 1, 2, 3 }, i:gather(i, 1, i):totable())
      local m = torch.ByteTensor { 1, 0, 1 }
      assert.same({ 5, 0, 5 }, m:maskedFill(m, 5):totable())
      m = torch.ByteTensor { 0, 1, 1 }
      assert.same({ 0, 0, 1 }, m:maskedCopy(m, m):totable())
      m = torch.ByteTensor { 0, 1, 1 }
      assert.same({ 1, 1 }, m:maskedSelect(m, m):totable())
   end)
end)

describe('an operation on empty tensors', function()
   local function empty(T)
      return T()
   end

   it('gives an empty one, a number, or an error that blames the caller', function()
      each(OPERATIONS, false, function(name, f, kind, words)
         if not words:match '[VC]' then
            local T = torch[kind .. 'Tensor']
            local fine, got = tried(f, T(), arguments(words, empty, T))
            local what = ('%s(%s) of %s'):format(name, words, kind)
            if fine then
               assert(not torch.isTensor(got[1]) or got[1]:nElement() == 0 or name == 'histc', what .. ' has elements')
            else
               assert(tostring(got[1]):match 'layouts_spec.lua:%d+: ' and not got[1]:match 'attempt to', what .. ': ' .. tostring(got[1]))
            end
         end
      end)
   end)

   for name, wanted in pairs { sum = 0, prod = 1, norm = 0 } do
      it(('%s is %d'):format(name, wanted), function()
         assert.equal(wanted, torch.Tensor()[name](torch.Tensor()))
      end)
   end
end)
