--- Tensor operations to time, as data: each with its operands, what it must give, and its arithmetic. Matrices have m rows, n columns.
--
-- An operation is
--    name, call     its name, and how it is written
--    operands       names of the matrices it reads: 'x', 'y', 'z', filled in (0.1, 1.1) and laid out as the row says
--    result         function(o, m, n) → what it writes; by default a contiguous matrix, without operands one laid out as the row says;
--                   false: it returns a number
--    more           optional: function(o, m, n) gives o further operands; o.arranged(tensor) lays out a matrix as the row says
--    run            function(o): the call; o.r is the result tensor
--    flops          optional: function(m, n) → operations, for what is bound by arithmetic
--    want           function(o, m, n) → what the result must be, entry by entry (the `fill` of lampas.reference)
--    terms          function(m, n) → how many terms an entry sums; 1 by default
--    size           function(m, n, o) → the sizes of the result, m × n by default
--    exact          true: equal, not near
local ffi = require 'ffi'
local mersenne = require 'lampas.reference.mersenne'
local reference = require 'lampas.reference'


-- A contiguous double copy to read from, and its memory.
local function doubles(tensor)
   return reference.read(tensor:double():contiguous())
end

-- Entry by entry: f of the operands' entries in the same place.
local function elementwise(f)
   return function(o)
      local x, y, z = doubles(o.x), o.y and doubles(o.y), o.z and doubles(o.z)
      return function(indices, n, values)
         for k = 0, n - 1 do
            local i = indices[k]
            values[k] = f(x[i], y and y[i], z and z[i])
         end
      end
   end
end

-- Folds along rows ('columns' are the terms), columns ('rows'), or everything; `finish` takes the fold and the number of terms.
local function folded(along, start, f, finish)
   return function(o, m, n)
      local x, y = doubles(o.x), o.y and doubles(o.y)
      return function(indices, entries, values)
         for k = 0, entries - 1 do
            local first, step, count = 0, 1, m * n
            if along == 'columns' then
               first, count = indices[k] * n, n
            elseif along == 'rows' then
               first, step, count = indices[k], n, m
            end
            local value, lost = start, 0
            for t = 0, count - 1 do
               local i = first + t * step
               if start == 0 then -- a sum: what rounding loses goes into the next term, or ten thousands of terms lose more than ours may
                  local term = f(-lost, x[i], y and y[i])
                  local sum = value + term
                  lost, value = sum - value - term, sum
               else
                  value = f(value, x[i], y and y[i])
               end
            end
            values[k] = finish and finish(value, count) or value
         end
      end
   end
end

local function constant(c)
   return function()
      return function(_, n, values)
         for k = 0, n - 1 do
            values[k] = c
         end
      end
   end
end

-- Values that a generator of our own draws in order from the seed.
local function drawn(make)
   return function(o, m, n)
      local draw, list = make(mersenne(o.seed)), ffi.new('double[?]', m * n)
      for i = 0, m * n - 1 do
         list[i] = draw()
      end
      return function(indices, entries, values)
         for k = 0, entries - 1 do
            values[k] = list[indices[k]]
         end
      end
   end
end

local function uniform(next)
   return function() return next() / 4294967296 end
end

-- Box and Muller's method as Torch has it: the cosine, then the sine of the same pair.
local function normal(next)
   local angle, radius
   return function()
      if angle then
         local value = radius * math.sin(2 * math.pi * angle)
         angle = nil
         return value
      end
      angle = next() / 4294967296
      radius = math.sqrt(-2 * math.log(1 - next() / 4294967296))
      return radius * math.cos(2 * math.pi * angle)
   end
end

local function cumulative(o, m, n)
   local x, sums = doubles(o.x), ffi.new('double[?]', m * n)
   for i = 0, m * n - 1 do
      sums[i] = (i >= n and sums[i - n] or 0) + x[i]
   end
   return function(indices, entries, values)
      for k = 0, entries - 1 do
         values[k] = sums[indices[k]]
      end
   end
end

local function sorted(o, _, n)
   local x, rows = doubles(o.x), {}
   return function(indices, entries, values)
      for k = 0, entries - 1 do
         local row, column = math.floor(indices[k] / n), indices[k] % n
         if not rows[row] then
            local list = {}
            for j = 0, n - 1 do
               list[j + 1] = x[row * n + j]
            end
            table.sort(list)
            rows = { [row] = list } -- entries mostly come in order
         end
         values[k] = rows[row][column + 1]
      end
   end
end

local function product(o, _, n)
   local x, y = doubles(o.x), doubles(o.square)
   return function(indices, entries, values)
      for k = 0, entries - 1 do
         local row, column, sum = math.floor(indices[k] / n), indices[k] % n, 0
         for t = 0, n - 1 do
            sum = sum + x[row * n + t] * y[t * n + column]
         end
         values[k] = sum
      end
   end
end

-- The rows (of x) that an index names.
local function picked(o, _, n)
   local x, rows = doubles(o.x), doubles(o.index)
   return function(indices, entries, values)
      for k = 0, entries - 1 do
         local row, column = math.floor(indices[k] / n), indices[k] % n
         values[k] = x[(rows[row] - 1) * n + column]
      end
   end
end

local function masked(o, m, n)
   local x, mask, list, count = doubles(o.x), doubles(o.mask), ffi.new('double[?]', m * n), 0
   for i = 0, m * n - 1 do
      if mask[i] == 1 then
         list[count] = x[i]
         count = count + 1
      end
   end
   return function(indices, entries, values)
      for k = 0, entries - 1 do
         values[k] = list[indices[k]]
      end
   end
end

local function stacked(o, m, n)
   local x, y = doubles(o.x), doubles(o.y)
   return function(indices, entries, values)
      for k = 0, entries - 1 do
         local i = indices[k]
         values[k] = i < m * n and x[i] or y[i - m * n]
      end
   end
end

local function add(a, b) return a + b end
local function square(sum, x) return sum + x * x end
local function times(sum, x, y) return sum + x * y end
local function greater(a, b) return math.max(a, b) end
local function over(sum, count) return sum / count end

local function empty(o) return o.new() end
local function bytes(o, m, n) return o.torch.ByteTensor(m, n) end

local function rows(m) return m end
local function columns(_, n) return n end
local function all(m, n) return m * n end

local function number() return {} end
local function one_row(_, n) return { 1, n } end
local function one_column(m) return { m, 1 } end

-- Integers in the place of x.
local function integers(o)
   o.x = o.arranged((o.x * 100):int())
end

local function order(o, m)
   o.index = o.torch.randperm(m):long()
end

local function positions(o)
   o.index = o.torch.LongTensor()
end

local function half(o, m, n)
   o.mask = o.arranged(o.torch.ByteTensor(m, n):bernoulli(0.5))
end

local function factor(o, _, n)
   o.square = o.new(n, n):uniform(0.1, 1.1)
end

-- Entry by entry: how it is called, the function, and `call` on r and the operands.
local function pointwise(name, call, operands, f, run, more)
   local operation = { name = name, call = call, operands = operands, want = elementwise(f), run = run }
   for key, value in pairs(more or {}) do
      operation[key] = value
   end
   return operation
end

-- A number from all elements.
local function total(name, call, operands, want, run, exact)
   return { name = name, call = call, operands = operands, result = false, terms = all, size = number, want = want, run = run, exact = exact }
end

local X, XY, XYZ, EXACT = { 'x' }, { 'x', 'y' }, { 'x', 'y', 'z' }, { exact = true }

local function same(x) return x end
local function sigmoid(x) return 1 / (1 + math.exp(-x)) end

return {
   { name = 'fill', call = 'r:fill(2)', operands = {}, want = constant(2), run = function(o) return o.r:fill(2) end },
   { name = 'zero', call = 'r:zero()', operands = {}, want = constant(0), run = function(o) return o.r:zero() end },
   pointwise('copy', 'r:copy(x)', X, same, function(o) return o.r:copy(o.x) end, EXACT),
   pointwise('convert', 'r:copy(x), x of integers', X, same, function(o) return o.r:copy(o.x) end, { exact = true, more = integers }),
   pointwise('add number', 'r:add(x, 2)', X, function(x) return x + 2 end, function(o) return o.r:add(o.x, 2) end),
   pointwise('mul number', 'r:mul(x, 2)', X, function(x) return x * 2 end, function(o) return o.r:mul(o.x, 2) end),
   pointwise('add', 'r:add(x, y)', XY, add, function(o) return o.r:add(o.x, o.y) end),
   pointwise('axpy', 'r:add(x, 2, y)', XY, function(x, y) return x + 2 * y end, function(o) return o.r:add(o.x, 2, o.y) end),
   pointwise('cmul', 'r:cmul(x, y)', XY, function(x, y) return x * y end, function(o) return o.r:cmul(o.x, o.y) end),
   pointwise('cdiv', 'r:cdiv(x, y)', XY, function(x, y) return x / y end, function(o) return o.r:cdiv(o.x, o.y) end),
   pointwise('addcmul', 'r:addcmul(x, 2, y, z)', XYZ, function(x, y, z) return x + 2 * y * z end,
      function(o) return o.r:addcmul(o.x, 2, o.y, o.z) end),
   pointwise('clamp', 'r:clamp(x, 0.3, 0.7)', X, function(x) return math.min(math.max(x, 0.3), 0.7) end,
      function(o) return o.r:clamp(o.x, 0.3, 0.7) end),
   pointwise('cmax', 'r:cmax(x, y)', XY, greater, function(o) return o.r:cmax(o.x, o.y) end, EXACT),
   pointwise('gt', 'torch.gt(r, x, y), r of bytes', XY, function(x, y) return x > y and 1 or 0 end,
      function(o) return o.torch.gt(o.r, o.x, o.y) end, { exact = true, result = bytes }),
   pointwise('sqrt', 'r:sqrt(x)', X, function(x) return math.sqrt(x) end, function(o) return o.r:sqrt(o.x) end),
   pointwise('exp', 'r:exp(x)', X, function(x) return math.exp(x) end, function(o) return o.r:exp(o.x) end),
   pointwise('log', 'r:log(x)', X, function(x) return math.log(x) end, function(o) return o.r:log(o.x) end),
   pointwise('tanh', 'r:tanh(x)', X, function(x) return math.tanh(x) end, function(o) return o.r:tanh(o.x) end),
   pointwise('sigmoid', 'r:sigmoid(x)', X, sigmoid, function(o) return o.r:sigmoid(o.x) end),
   pointwise('pow', 'r:pow(x, 1.5)', X, function(x) return x ^ 1.5 end, function(o) return o.r:pow(o.x, 1.5) end),
   total('sum', 'x:sum()', X, folded('all', 0, add), function(o) return o.x:sum() end),
   total('mean', 'x:mean()', X, folded('all', 0, add, over), function(o) return o.x:mean() end),
   total('norm', 'x:norm()', X, folded('all', 0, square, function(sum) return math.sqrt(sum) end), function(o) return o.x:norm() end),
   total('dot', 'x:dot(y)', XY, folded('all', 0, times), function(o) return o.x:dot(o.y) end),
   total('max', 'x:max()', X, folded('all', -math.huge, greater), function(o) return o.x:max() end, true),
   {
      name = 'sum rows', call = 'r:sum(x, 1)', operands = X, result = empty, terms = rows, size = one_row, want = folded('rows', 0, add),
      run = function(o) return o.r:sum(o.x, 1) end,
   },
   {
      name = 'sum columns', call = 'r:sum(x, 2)', operands = X, result = empty, terms = columns, size = one_column,
      want = folded('columns', 0, add), run = function(o) return o.r:sum(o.x, 2) end,
   },
   {
      name = 'max columns', call = 'torch.max(r, i, x, 2)', operands = X, more = positions, result = empty, terms = columns,
      size = one_column, exact = true, want = folded('columns', -math.huge, greater),
      run = function(o) return (o.torch.max(o.r, o.index, o.x, 2)) end,
   },
   { name = 'cumsum', call = 'r:cumsum(x, 1)', operands = X, terms = rows, want = cumulative, run = function(o) return o.r:cumsum(o.x, 1) end },
   {
      name = 'sort', call = 'torch.sort(r, i, x, 2)', operands = X, more = positions, exact = true, want = sorted,
      run = function(o) return (o.torch.sort(o.r, o.index, o.x, 2)) end,
   },
   {
      name = 'index', call = 'r:index(x, 1, i)', operands = X, more = order, exact = true, want = picked,
      run = function(o) return o.r:index(o.x, 1, o.index) end,
   },
   {
      name = 'maskedSelect', call = 'r:maskedSelect(x, mask)', operands = X, more = half, result = empty, exact = true, want = masked,
      size = function(_, _, o) return { o.mask:double():sum() } end, run = function(o) return o.r:maskedSelect(o.x, o.mask) end,
   },
   {
      name = 'cat', call = 'torch.cat(r, x, y, 1)', operands = XY, result = empty, exact = true, want = stacked,
      size = function(m, n) return { 2 * m, n } end, run = function(o) return o.torch.cat(o.r, o.x, o.y, 1) end,
   },
   {
      name = 'mm', call = 'r:mm(x, y), y square', operands = X, more = factor, terms = columns, want = product,
      flops = function(m, n) return 2 * m * n * n end, run = function(o) return o.r:mm(o.x, o.square) end,
   },
   { name = 'uniform', call = 'r:uniform()', operands = {}, want = drawn(uniform), run = function(o) return o.r:uniform() end },
   { name = 'normal', call = 'r:normal()', operands = {}, want = drawn(normal), run = function(o) return o.r:normal() end },
}
