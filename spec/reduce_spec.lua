local torch = require 'torch'
local engine = require('lampas.library').engine
local layouts = require 'spec.support.tensor_layouts'

local nan = 0 / 0

-- Three dimensions only: those layouts that keep them.
local NAMES = { 'contiguous', 'transposed', 'permuted', 'narrowed', 'stepped' }
local SHAPES = { { 3, 5, 4 }, { 1, 9, 2 }, { 13, 1, 17 } }

local function operand(kind)
   local low = kind == 'Byte' and 0 or -3
   return function() return math.random(low, 3) end
end

-- Lines of x along dimension d: a list of lists, in row-major order of the other dimensions.
local function lines_of(x, d)
   local lines = {}
   local sizes = x:size():totable()
   local function walk(view, depth)
      if depth > x:dim() then
         lines[#lines + 1] = layouts.values(view)
      elseif depth == d then
         walk(view, depth + 1)
      else
         for i = 1, sizes[depth] do
            walk(view:narrow(depth, i, 1), depth + 1)
         end
      end
   end
   walk(x, 1)
   return lines
end

local function sum(list)
   local total = 0
   for _, v in ipairs(list) do total = total + v end
   return total
end

local function mean(list)
   return sum(list) / #list
end

local function var(list, biased)
   local m, total = mean(list), 0
   for _, v in ipairs(list) do total = total + (v - m) ^ 2 end
   return total / (biased and #list or #list - 1)
end

local function std(list, biased)
   return math.sqrt(var(list, biased))
end

local function prod(list)
   local total = 1
   for _, v in ipairs(list) do total = total * v end
   return total
end

local function norm(list, p)
   local total = 0
   for _, v in ipairs(list) do
      total = total + (p == 0 and (v ~= 0 and 1 or 0) or math.abs(v) ^ p)
   end
   return p == 0 and total or total ^ (1 / p)
end

local function extreme(better)
   return function(list)
      local at = 1
      for i, v in ipairs(list) do
         if better(v, list[at]) then at = i end
      end
      return list[at], at
   end
end

local maximum = extreme(function(a, b) return a > b end)
local minimum = extreme(function(a, b) return a < b end)

-- Number of elements that a biased-or-not variance needs, and so on: name, definition, types, whole-tensor arguments, arguments along d
local REDUCTIONS = {
   { 'sum', sum },
   { 'prod', prod },
   { 'mean', mean, layouts.floating },
   { 'var', var, layouts.floating },
   { 'std', std, layouts.floating },
}

local function each(kinds, visit)
   for _, kind in ipairs(kinds or layouts.types) do
      for _, shape in ipairs(SHAPES) do
         for _, layout in ipairs(NAMES) do
            visit(kind, layouts.make(kind, layout, shape, operand(kind)), layout)
         end
         visit(kind, layouts.expanded(kind, shape, operand(kind)), 'expanded')
      end
   end
end

local function close(kind, got, want)
   if want ~= want then
      return got ~= got
   end
   return got == want or math.abs(got - want) <= layouts.tolerance[kind] * math.max(1, math.abs(want))
end

describe('reductions', function()
   setup(function() math.randomseed(12) end)

   for _, row in ipairs(REDUCTIONS) do
      local name, f, kinds = row[1], row[2], row[3]

      it(name .. ' over all elements and along each dimension', function()
         each(kinds, function(kind, x, layout)
            local all = layouts.values(x)
            assert(close(kind, x[name](x), f(all)), name .. ' ' .. layout)
            assert.equal(x[name](x), torch[name](x))
            for d = 1, 3 do
               local wanted = layouts.map(function(line) return f(line) end, lines_of(x, d))
               if #lines_of(x, d)[1] > 1 or not name:match('^[vs][at][rd]$') then
                  local what = ('%s of %s %s along %d'):format(name, layout, kind, d)
                  local r = x.new()
                  layouts.check(kind, x[name](x, d), wanted, what)
                  layouts.check(kind, torch[name](x, d), wanted, what)
                  assert(rawequal(r[name](r, x, d), r))
                  layouts.check(kind, r, wanted, what)
                  assert.equal(1, r:size(d))
                  r = x:contiguous():clone()
                  layouts.check(kind, r[name](r, r, d), wanted, what .. ' onto itself')
               end
            end
         end)
      end)
   end

   it('biased var and std', function()
      each(layouts.floating, function(kind, x)
         assert(close(kind, x:var(true), var(layouts.values(x), true)))
         assert(close(kind, x:std(true), std(layouts.values(x), true)))
         for d = 1, 3 do
            layouts.check(kind, x:var(d, true), layouts.map(function(line) return var(line, true) end, lines_of(x, d)), 'var')
            layouts.check(kind, x:std(d, true), layouts.map(function(line) return std(line, true) end, lines_of(x, d)), 'std')
         end
      end)
   end)

   it('norm of several exponents', function()
      each(layouts.floating, function(kind, x)
         assert(close(kind, x:norm(), norm(layouts.values(x), 2)))
         for _, p in ipairs { 0, 1, 2, 3, 0.5 } do
            assert(close(kind, x:norm(p), norm(layouts.values(x), p)))
            for d = 1, 3 do
               layouts.check(kind, x:norm(p, d), layouts.map(function(line) return norm(line, p) end, lines_of(x, d)), 'norm')
            end
         end
      end)
   end)

   it('dist and dot, whatever the shapes', function()
      each(layouts.types, function(kind, x)
         local y = layouts.make(kind, 'regrouped', x:size():totable(), operand(kind))
         local a, b = layouts.values(x), layouts.values(y)
         assert.equal(sum(layouts.map(function(p, q) return p * q end, a, b)), x:dot(y))
         if kind == 'Float' or kind == 'Double' then
            local difference = layouts.map(function(p, q) return p - q end, a, b)
            for _, p in ipairs { 0, 1, 2, 3 } do
               assert(close(kind, x:dist(y, p), norm(difference, p)))
            end
            assert(close(kind, torch.dist(x, y), norm(difference, 2)))
         end
      end)
      assert.has_error(function() torch.Tensor(3):dot(torch.Tensor(4)) end)
   end)

   it('max and min with indices: the first of equal ones', function()
      each(layouts.types, function(kind, x, layout)
         for name, f in pairs { max = maximum, min = minimum } do
            assert.equal((f(layouts.values(x))), x[name](x))
            for d = 1, 3 do
               local lines = lines_of(x, d)
               local wanted = layouts.map(function(line) return (f(line)) end, lines)
               local places = layouts.map(function(line) return (select(2, f(line))) end, lines)
               local values, indices = x[name](x, d)
               layouts.check(kind, values, wanted, name .. layout)
               layouts.check('Long', indices, places, name .. layout .. ' indices')
               local r, i = x.new(), torch.LongTensor()
               local r2, i2 = torch[name](r, i, x, d)
               assert(rawequal(r, r2) and rawequal(i, i2))
               layouts.check(kind, r, wanted, name)
               layouts.check('Long', i, places, name)
            end
         end
      end)
   end)

   it('max and min of long lines, with NaN', function()
      for _, kind in ipairs(layouts.floating) do
         for _, n in ipairs { 15, 16, 64, 100, 1000 } do
            local x = torch[kind .. 'Tensor'](3, n):zero()
            layouts.fill(x, function() return math.random(1, 1000) end)
            x[2][math.ceil(n / 2)] = nan
            x[2][n] = nan
            for _, y in ipairs { x, x:t():contiguous():t() } do
               local values, indices = y:max(2)
               local want, at = maximum(layouts.values(x:narrow(1, 1, 1)))
               assert.equal(want, values[1][1])
               assert.equal(at, indices[1][1])
               assert(values[2][1] ~= values[2][1])
               assert.equal(math.ceil(n / 2), indices[2][1])
            end
            assert(x:max() ~= x:max())
            assert(x:min() ~= x:min())
         end
      end
   end)

   it('cumsum and cumprod along each dimension, in place too', function()
      each(layouts.types, function(kind, x, layout)
         for name, f in pairs { cumsum = function(a, b) return a + b end, cumprod = function(a, b) return a * b end } do
            for d = 1, 3 do
               local wanted = x:clone()
               for _, start in ipairs(lines_of(wanted:transpose(d, 3), 3)) do
                  assert(#start == x:size(d))
               end
               for k = 2, x:size(d) do
                  local before, here = wanted:narrow(d, k - 1, 1), wanted:narrow(d, k, 1)
                  here:map(before, function(b, a) return layouts.stored(kind, f(a, b)) end)
               end
               layouts.check(kind, x[name](x, d), layouts.values(wanted), name .. layout)
               local r = x:clone()
               layouts.check(kind, r[name](r, r, d), layouts.values(wanted), name .. ' in place')
            end
         end
      end)
      assert.same({ 1, 3, 6 }, torch.cumsum(torch.Tensor { 1, 2, 3 }):totable())
   end)

   it('results may be views of their source', function()
      local x = torch.range(1, 12):resize(3, 4)
      local wanted = { { 10 }, { 26 }, { 42 } }
      assert.same(wanted, x:clone():narrow(2, 2, 1):sum(x, 2):totable())
      local y = x:clone()
      assert.same(wanted, y:narrow(2, 1, 1):sum(y, 2):totable())
      local z = torch.range(1, 9):resize(3, 3)
      assert.same({ { 1, 2, 3 }, { 5, 7, 9 }, { 12, 15, 18 } }, z:t():cumsum(z, 1):totable())
   end)

   it('give the same for any number of threads', function()
      local threads = engine.lampas_threads_get()
      for _, shape in ipairs { { 300000 }, { 100000, 3 }, { 3, 100000 }, { 500, 700 } } do
         local x = torch.FloatTensor(unpack(shape))
         layouts.fill(x, function() return math.random() end)
         local function figures()
            local list = { x:sum(), x:mean(), x:std(), x:norm(), x:dot(x) }
            for d = 1, x:dim() do
               for _, name in ipairs { 'sum', 'mean', 'norm' } do
                  local r = name == 'norm' and x:norm(2, d) or x[name](x, d)
                  for _, v in ipairs(layouts.values(r)) do
                     list[#list + 1] = v
                  end
               end
            end
            return list
         end
         engine.lampas_threads_set(1)
         local one = figures()
         engine.lampas_threads_set(2)
         local two = figures()
         engine.lampas_threads_set(threads)
         assert.same(one, two)
         local wanted = 0
         x:apply(function(v) wanted = wanted + v end)
         assert(math.abs(one[1] - wanted) < 1e-6 * wanted)
         for d = 1, x:dim() do
            local got = layouts.values(x:sum(d))
            local some = x:dim() == 1 and x or x:narrow(3 - d, 1, 3) -- the first lines
            for i, line in ipairs(lines_of(some, d)) do
               assert(close('Float', got[i], sum(line)))
            end
         end
      end
   end)

   it('renorm scales slices that are too long', function()
      for _, kind in ipairs(layouts.floating) do
         for _, layout in ipairs { 'contiguous', 'transposed', 'stepped' } do
            local x = layouts.make(kind, layout, { 3, 4, 5 }, operand(kind))
            for d = 1, 3 do
               for _, p in ipairs { 1, 2, 3 } do
                  local wanted = x:clone()
                  for i = 1, x:size(d) do
                     local slice = wanted:narrow(d, i, 1)
                     local length = norm(layouts.values(slice), p)
                     slice:apply(function(v) return length > 5 and v * 5 / (length + 1e-7) or v end)
                  end
                  layouts.checkForms('renorm', kind, x:clone(), { p, d, 5 }, layouts.values(wanted), layout)
               end
            end
         end
      end
      assert.has_error(function() torch.Tensor(3):renorm(2, 1, 1) end)
   end)

   it('histograms', function()
      local x = torch.Tensor { { 0, 0.1, 0.3, 0.9, 1, 1 }, { 5, 5, 5, 5, 5, 5 } }
      assert.same({ 2, 1, 0, 3 }, x[1]:histc(4):totable())
      assert.same({ 1, 1 }, x[1]:histc(2, 0.05, 0.35):totable())
      assert.same({ 0, 6 }, x[2]:histc(2):totable())
      assert.same({ { 2, 1, 0, 3 }, { 0, 0, 6, 0 } }, torch.bhistc(x, 4):totable())
      assert.equal(100, torch.histc(x):nElement())
      assert.has_error(function() x:histc(0) end)
   end)

   it('name what is wrong with a dimension', function()
      local ok, message = pcall(function() torch.Tensor(2, 3):sum(3) end)
      assert(not ok and message:find('dimension 3 out of range of 2D tensor', 1, true))
      assert.has_error(function() torch.Tensor(2, 3):max(0) end)
      assert.has_error(function() torch.Tensor():mean() end)
      assert.equal(0, torch.Tensor():sum())
   end)
end)
