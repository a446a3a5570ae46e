require 'torch'
local types = require 'torch.types'
local layouts = require 'spec.support.matrix_layouts'

local random, transpose, multiply, square, distance = layouts.random, layouts.transpose, layouts.multiply, layouts.square, layouts.distance
local TOLERANCE = { Float = 1e-4, Double = 1e-12 }

-- ---- naive matrices ---------------------------------------------------------------------------------------------------------

local function identity(n)
   return square(n, function(i, j) return i == j and 1 or 0 end)
end

local function diagonal(values)
   return square(#values, function(i, j) return i == j and values[i] or 0 end)
end

local function triangle(a, uplo)
   return square(#a, function(i, j) return (i == j or (uplo == 'U') == (i < j)) and a[i][j] or 0 end)
end

local function column(vector)
   local values = {}
   for i, x in ipairs(vector) do
      values[i] = { x }
   end
   return values
end

-- A random matrix that is far from singular; symmetric and positive definite.
local function regular(n)
   local a = random(n, n)
   for i = 1, n do
      a[i][i] = a[i][i] + (a[i][i] < 0 and -n or n)
   end
   return a
end

local function positive(n)
   local a = random(n, n)
   a = multiply(a, transpose(a))
   for i = 1, n do
      a[i][i] = a[i][i] + 1
   end
   return a
end

-- ---- cases: operands, options, and what must be true of the results ---------------------------------------------------------

-- Each case is run for every layout of the operands and for results in every state: not given, empty, of the right and of wrong
-- sizes, with gaps, and the operands themselves (`same` tells which result may be which operand). `check` receives the results
-- and the operands as tables and gives pairs of what must agree.
local cases = {}

local function add(name, options, results, same, operands, check)
   cases[#cases + 1] = { name = name, options = options, results = results, same = same, operands = operands, check = check }
end

for _, columns in ipairs { 1, 3 } do
   add('gesv', {}, 2, { 1, 2 }, function() return { random(7, columns), regular(7) } end, function(x, _, b, a)
      return { multiply(a, x), b }
   end)
   add('gels', {}, 2, { 1, 2 }, function() return { random(9, columns), random(9, 4) } end, function(x, _, b, a)
      local at = transpose(a) -- the residual is orthogonal to A's columns
      return { multiply(at, multiply(a, x)), multiply(at, b) }
   end)
   add('gels', {}, 2, { 1, 2 }, function() return { random(4, columns), random(4, 9) } end, function(x, _, b, a)
      return { multiply(a, x), b }
   end)
   for _, uplo in ipairs { 'U', 'L' } do
      for _, option in ipairs { 'N', 'T' } do
         add('trtrs', { uplo, option }, 2, { 1, 2 }, function() return { random(6, columns), regular(6) } end, function(x, ra, b, a)
            local t = triangle(a, uplo)
            return { multiply(option == 'T' and transpose(t) or t, x), b }, { ra, a }
         end)
      end
      add('potrs', { uplo }, 1, { 1 }, function()
         return { random(6, columns), triangle(regular(6), uplo) }
      end, function(x, b, factor)
         local f = uplo == 'U' and transpose(factor) or factor
         return { multiply(multiply(f, transpose(f)), x), b }
      end)
   end
end

add('gesv', {}, 2, {}, function() return { random(5), regular(5) } end, function(x, _, b, a)
   return { multiply(a, x), column(b) }
end)
add('potrs', {}, 1, {}, function() return { random(5), triangle(regular(5), 'U') } end, function(x, b, factor)
   return { multiply(multiply(transpose(factor), factor), x), column(b) }
end)
add('trtrs', { 'L', 'T', 'U' }, 2, {}, function() return { random(5, 2), regular(5) } end, function(x, _, b, a)
   local unit = square(5, function(i, j) return i == j and 1 or i > j and a[i][j] or 0 end)
   return { multiply(transpose(unit), x), b }
end)
add('trtrs', { 'T' }, 2, {}, function() return { random(5), regular(5) } end, function(x, _, b, a)
   return { multiply(transpose(triangle(a, 'U')), x), column(b) }
end)

add('inverse', {}, 1, { 1 }, function() return { regular(8) } end, function(r, a)
   return { multiply(a, r), identity(8) }, { multiply(r, a), identity(8) }
end)

for _, uplo in ipairs { 'U', 'L' } do
   add('potrf', { uplo }, 1, { 1 }, function() return { positive(7) } end, function(r, a)
      local f = uplo == 'U' and transpose(r) or r
      return { multiply(f, transpose(f)), a }, { triangle(r, uplo), r }
   end)
   add('potri', { uplo }, 1, { 1 }, function() return { triangle(regular(6), uplo) } end, function(r, factor)
      local f = uplo == 'U' and transpose(factor) or factor
      return { multiply(multiply(f, transpose(f)), r), identity(6) }, { r, transpose(r) }
   end)
   add('pstrf', { uplo }, 2, { 1 }, function() return { positive(7) } end, function(r, pivots, a)
      local f = uplo == 'U' and transpose(r) or r
      local permuted = square(7, function(i, j) return a[pivots[i]][pivots[j]] end)
      return { multiply(f, transpose(f)), permuted }, { triangle(r, uplo), r }
   end)
   add('symeig', { 'V', uplo }, 2, { nil, 1 }, function() return { positive(7) } end, function(e, v, a)
      local sorted = { unpack(e) }
      table.sort(sorted)
      return { multiply(a, v), multiply(v, diagonal(e)) }, { multiply(transpose(v), v), identity(7) }, { e, sorted }
   end)
end

-- A v = e v for complex pairs too: (x + iy) with eigenvalue p + iq has A x = p x - q y and A y = q x + p y.
add('eig', { 'V' }, 2, { nil, 1 }, function() return { random(7, 7) } end, function(e, v, a)
   local n = #a
   local blocks = square(n, function() return 0 end)
   for j = 1, n do
      blocks[j][j] = e[j][1]
      if e[j][2] > 0 then
         blocks[j][j + 1], blocks[j + 1][j] = e[j][2], -e[j][2]
      end
   end
   return { multiply(a, v), multiply(v, blocks) }
end)

for _, shape in ipairs { { 6, 6 }, { 9, 4 }, { 4, 9 }, { 5, 1 }, { 1, 5 } } do
   local m, n = shape[1], shape[2]
   local k = math.min(m, n)
   local function operands()
      return { random(m, n) }
   end
   add('svd', { 'S' }, 3, { 1 }, operands, function(u, s, v, a)
      return { multiply(multiply(u, diagonal(s)), transpose(v)), a }, { multiply(transpose(u), u), identity(k) },
         { multiply(transpose(v), v), identity(k) }
   end)
   add('svd', { 'A' }, 3, {}, operands, function(u, s, v, a)
      local middle = {}
      for i = 1, m do
         middle[i] = {}
         for j = 1, n do
            middle[i][j] = i == j and s[i] or 0
         end
      end
      return { multiply(multiply(u, middle), transpose(v)), a }, { multiply(transpose(u), u), identity(m) },
         { multiply(transpose(v), v), identity(n) }
   end)
   add('qr', {}, 2, { 1 }, operands, function(q, r, a)
      local below = 0
      for i, row in ipairs(r) do
         for j = 1, math.min(i - 1, #row) do
            below = math.max(below, math.abs(row[j]))
         end
      end
      return { multiply(q, r), a }, { multiply(transpose(q), q), identity(k) }, { below, 0 }
   end)
end

-- ---- the runs -----------------------------------------------------------------------------------------------------------------

local function same_tables(results, values, operands, options, case)
   local tables = {}
   for i, x in ipairs(results) do
      tables[i] = x:totable()
   end
   for _, x in ipairs(values) do
      tables[#tables + 1] = x
   end
   for _, pair in ipairs { case.check(unpack(tables)) } do
      assert.is_true(distance(pair[1], pair[2]) < options.tolerance, ('%s: off by %g'):format(options.what, distance(pair[1], pair[2])))
   end
   for i, x in ipairs(operands) do
      if not options.changed[i] then
         assert.equal(0, distance(x:totable(), options.before[i]), options.what .. ' changed operand ' .. i)
      end
   end
end

local function blank(T, name, i)
   return torch.getconstructortable(name == 'pstrf' and i == 2 and 'torch.IntTensor' or T.tensorName)
end

-- Results in one of their states, after what a first call returned.
local STATES = {
   empty = function(new)
      return new()
   end,
   ['of the right size'] = function(new, first)
      return new(first:size()):zero()
   end,
   ['of another size'] = function(new)
      return new(3, 2):zero()
   end,
   ['with gaps'] = function(new, first)
      local sizes = first:size():totable()
      sizes[#sizes + 1] = 2
      return new(unpack(sizes)):fill(5):select(#sizes, 2)
   end,
   used = function(_, first)
      return first
   end,
}

local function call(case, results, operands)
   local arguments = {}
   for _, list in ipairs { results, operands, case.options } do
      for _, x in ipairs(list) do
         arguments[#arguments + 1] = x
      end
   end
   return { torch[case.name](unpack(arguments)) }
end

local function run(T, case, layout)
   local values = case.operands()
   local before, operands = {}, {}
   local function fresh()
      for i, x in ipairs(values) do
         operands[i] = layouts.make(T, x, layout)
         before[i] = operands[i]:totable()
      end
   end
   local function check(results, state, changed)
      assert.equal(case.results, #results)
      same_tables(results, before, operands, {
         what = ('%s, operands %s, results %s'):format(case.name, layout, state), tolerance = TOLERANCE[T.name], before = before, changed = changed,
      }, case)
   end
   fresh()
   local first = call(case, {}, operands)
   check(first, 'not given', {})
   for _, x in ipairs(first) do
      if x:dim() == 2 and x:size(1) > 1 and x:size(2) > 1 then
         assert.equal(1, x:stride(1))
      end
   end
   for state, make in pairs(STATES) do
      local given = {}
      for i = 1, case.results do
         given[i] = make(blank(T, case.name, i), first[i], i)
      end
      local gaps, strides = not given[1]:isContiguous(), given[1]:stride():totable()
      local results = call(case, given, operands)
      for i = 1, case.results do
         assert.is_true(given[i] == results[i])
      end
      if state == 'with gaps' and gaps then
         assert.same(strides, given[1]:stride():totable())
      end
      check(results, state, {})
   end
   for i = 1, case.results do
      if case.same[i] then
         local given, changed = {}, { [case.same[i]] = true }
         for k = 1, case.results do
            given[k] = k == i and operands[case.same[i]] or blank(T, case.name, k)()
         end
         check(call(case, given, operands), 'in place', changed)
         fresh()
      end
   end
end

for _, T in ipairs(types.floating) do
   describe('linear algebra in ' .. T.name .. ' #once', function()
      for _, case in ipairs(cases) do
         it(('%s%s%s'):format(case.name, #case.options > 0 and ' ' or '', table.concat(case.options, ',')), function()
            for _, layout in ipairs(layouts.names) do
               run(T, case, layout)
            end
         end)
      end

      local new = torch.getconstructortable(T.tensorName)

      it('solves in place with both operands as results', function()
         for _, layout in ipairs(layouts.names) do
            local b, a = random(6, 2), regular(6)
            local B, A = layouts.make(T, b, layout), layouts.make(T, a, layout)
            local before = { B:totable(), A:totable() }
            local X, LU = torch.gesv(B, A, B, A)
            assert.is_true(X == B and LU == A)
            assert.is_true(distance(multiply(before[2], B:totable()), before[1]) < TOLERANCE[T.name])
            -- and with the results exchanged
            B, A = layouts.make(T, regular(6), layout), layouts.make(T, a, layout)
            before = { B:totable(), A:totable() }
            torch.gesv(A, B, B, A)
            assert.is_true(distance(multiply(before[2], A:totable()), before[1]) < TOLERANCE[T.name])
         end
      end)

      it('keeps the storage of a result that is large enough', function()
         local r = new(5, 5)
         local storage = r:storage()
         torch.inverse(r, new(regular(5)))
         assert.is_true(r:storage() == storage)
         assert.same({ 1, 5 }, r:stride():totable())
      end)

      it('packs Q as reflectors, makes it and multiplies by it', function()
         for _, shape in ipairs { { 6, 6 }, { 9, 4 }, { 4, 9 } } do
            for _, layout in ipairs(layouts.names) do
               local m, n = shape[1], shape[2]
               local k = math.min(m, n)
               local A = layouts.make(T, random(m, n), layout)
               local packed, tau = torch.geqrf(A)
               assert.same({ m, n }, packed:size():totable())
               assert.same({ k }, tau:size():totable())
               packed, tau = layouts.make(T, packed:totable(), layout), layouts.make(T, tau:totable(), layout)
               local q = torch.orgqr(packed, tau)
               assert.same({ m, k }, q:size():totable())
               local r = packed:totable()
               for i = 1, m do
                  for j = 1, math.min(i - 1, n) do
                     r[i][j] = 0
                  end
               end
               r = { unpack(r, 1, k) }
               assert.is_true(distance(multiply(q:totable(), r), A:totable()) < TOLERANCE[T.name])
               -- the whole Q is Q times the identity
               local whole = torch.ormqr(packed, tau, new(identity(m))):totable()
               assert.is_true(distance(multiply(transpose(whole), whole), identity(m)) < TOLERANCE[T.name])
               for _, side in ipairs { 'L', 'R' } do
                  for _, option in ipairs { 'N', 'T' } do
                     local c = side == 'L' and random(m, 3) or random(3, m)
                     local C = layouts.make(T, c, layout)
                     local factor = option == 'T' and transpose(whole) or whole
                     local product = torch.ormqr(new(), packed, tau, C, side, option):totable()
                     local wanted = side == 'L' and multiply(factor, C:totable()) or multiply(C:totable(), factor)
                     assert.is_true(distance(product, wanted) < TOLERANCE[T.name])
                     assert.is_true(torch.ormqr(C, packed, tau, C, side, option) == C)
                     assert.is_true(distance(C:totable(), wanted) < TOLERANCE[T.name])
                  end
               end
            end
         end
      end)

      it('gives eigenvalues alone by default', function()
         local a = new { { 2, 1 }, { 1, 2 } }
         local e, v = torch.symeig(a)
         assert.is_true(distance(e:totable(), { 1, 3 }) < TOLERANCE[T.name])
         assert.equal(0, v:dim())
         e, v = torch.eig(new { { 0, -2 }, { 2, 0 } })
         local pairs_of = e:totable()
         assert.is_true(math.abs(math.abs(pairs_of[1][2]) - 2) < TOLERANCE[T.name] and math.abs(pairs_of[1][1]) < TOLERANCE[T.name])
         assert.equal(0, v:dim())
         assert.is_true(distance(torch.symeig(new { { 2, 100 }, { 1, 2 } }, 'N', 'L'):totable(), { 1, 3 }) < TOLERANCE[T.name])
         assert.is_true(distance(torch.symeig(new { { 2, 100 }, { 1, 2 } }, 'L'):totable(), { 1, 3 }) < TOLERANCE[T.name])
      end)

      it('solves a system larger than a block of LAPACK', function()
         local n = 70
         local b, a = random(n, 2), regular(n)
         local B, A = new(b), new(a)
         local X = torch.gesv(B, A)
         assert.is_true(distance(multiply(A:totable(), X:totable()), B:totable()) < 10 * TOLERANCE[T.name])
         local q, r = torch.qr(A)
         assert.is_true(distance(multiply(q:totable(), r:totable()), A:totable()) < 10 * n * TOLERANCE[T.name])
      end)
   end)
end

describe('linear algebra #once', function()
   local function message(name, ...)
      local ok, text = pcall(torch[name], ...)
      assert.is_false(ok)
      assert.matches('linearalgebra_spec%.lua:%d+: ', text)
      return text
   end

   local singular, b = torch.Tensor { { 1, 1 }, { 1, 1 } }, torch.Tensor { 1, 2 }

   it('names routine and info code', function()
      assert.matches('Lapack Error in gesv : U%(2,2%) is zero, singular U %(info 2%)', message('gesv', b, singular))
      assert.matches('Lapack Error in getrf : U%(2,2%) is zero, U is singular %(info 2%)', message('inverse', singular))
      assert.matches('Lapack Error in potrf : the leading minor of order 2 is not positive definite %(info 2%)', message('potrf', singular))
      assert.matches('Lapack Error in trtrs : A%(1,1%) is zero', message('trtrs', b, torch.Tensor(2, 2):zero()))
      assert.matches('Lapack Error in pstrf : .*rank deficient.* %(info 1%)', message('pstrf', torch.Tensor(2, 2):zero()))
      assert.matches('Lapack Error in gels : the 2%-th diagonal', message('gels', torch.Tensor(2, 1), torch.Tensor { { 1, 0 }, { 0, 0 } }))
   end)

   it('tells what is wrong with shapes and options', function()
      local cube, wide = torch.Tensor(2, 2, 2):zero(), torch.Tensor(2, 3):zero()
      assert.matches('A should be 2 dimensional', message('gesv', b, cube))
      assert.matches('A should be square, but is 2x3', message('gesv', b, wide))
      assert.matches('A has 2 rows, B has 3', message('gesv', torch.Tensor(3), singular))
      assert.matches('B should be 2 dimensional', message('gesv', cube, singular))
      assert.matches('A should be 2 dimensional', message('svd', torch.Tensor()))
      assert.matches("unknown option 'X'", message('symeig', singular, 'X'))
      assert.matches("unknown option 'V'", message('symeig', singular, 'U', 'V'))
      assert.matches('reflectors', message('orgqr', singular, torch.Tensor(3)))
   end)

   it('outlives NaN, infinity and numbers at the edge', function()
      for _, T in ipairs(types.floating) do
         for _, value in ipairs { 0 / 0, 1 / 0, 1e308, 5e-324 } do
            for _, n in ipairs { 2, 5, 30 } do
               torch.manualSeed(n)
               local a, b2 = torch.randn(n, n):type(T.tensorName), torch.ones(n, 2):type(T.tensorName)
               a[1][2], a[n][1] = value, value
               for _, name in ipairs { 'symeig', 'eig', 'svd', 'inverse', 'potrf', 'potri', 'pstrf', 'qr', 'geqrf' } do
                  local fine, problem = pcall(torch[name], a, unpack { (name == 'symeig' or name == 'eig') and 'V' or nil })
                  assert(fine or problem:match 'Lapack Error' or problem:match 'A should be finite', problem)
               end
               for _, name in ipairs { 'gesv', 'gels', 'trtrs' } do
                  pcall(torch[name], b2, a)
               end
            end
         end
         for _, name in ipairs { 'eig', 'symeig', 'svd' } do
            assert.matches('A should be finite', message(name, T.tensor.new { { 1, 2 }, { 3, 0 / 0 } }))
            assert.matches('A should be finite', message(name, T.tensor.new { { -1 / 0, 2 }, { 3, 4 } }))
         end
      end
   end)

   it('takes all results or none, floating types, and is no method', function()
      assert.matches('invalid arguments: DoubleTensor DoubleTensor', message('qr', torch.Tensor(), singular))
      assert.matches('invalid arguments: DoubleTensor FloatTensor', message('gesv', b, singular:float()))
      assert.matches('torch.IntTensor does not implement the torch.inverse%(%) function', message('inverse', torch.IntTensor(2, 2)))
      assert.is_nil(singular.gesv)
   end)
end)
