local torch = require 'torch'
local layouts = require 'spec.support.tensor_layouts'

local nan = 0 / 0

local function uniform()
   return math.random()
end

local function draw()
   return math.random(-3, 3)
end

-- A matrix in one of the layouts that BLAS reads, or does not.
local matrices = {
   contiguous = function(T, m, n) return T(m, n) end,
   transposed = function(T, m, n) return T(n, m):t() end,
   narrowed = function(T, m, n) return T(m + 2, n + 3):narrow(1, 2, m):narrow(2, 3, n) end,
   stepped = function(T, m, n) return T(m, n, 2):select(3, 1) end,
   column = function(T, m, n) return T(n, m + 1):narrow(2, 1, m):t() end,
}
local NAMES = { 'contiguous', 'transposed', 'narrowed', 'stepped', 'column' }

local function matrix(kind, layout, m, n)
   return matrices[layout](torch[kind .. 'Tensor'], m, n):apply(draw)
end

local function vector(kind, n, strided)
   local T = torch[kind .. 'Tensor']
   return (strided and T(n, 3):select(2, 2) or T(n)):apply(draw)
end

-- beta t + alpha a b, element by element
local function product(beta, t, alpha, a, b)
   local list = {}
   for i = 1, a:size(1) do
      for j = 1, b:size(2) do
         local sum = 0
         for k = 1, a:size(2) do
            sum = sum + a[i][k] * b[k][j]
         end
         list[#list + 1] = alpha * sum + (beta ~= 0 and beta * t[i][j] or 0)
      end
   end
   return list
end

local function column(x)
   return x:contiguous():view(-1, 1)
end

local KINDS = layouts.signed -- Byte would wrap around
local SHAPES = { { 1, 1, 1 }, { 3, 4, 5 }, { 1, 4, 5 }, { 3, 1, 5 }, { 3, 4, 1 }, { 17, 9, 8 } }

describe('products', function()
   setup(function() math.randomseed(17) end)

   it('mm of all layouts', function()
      for _, kind in ipairs(KINDS) do
         for _, shape in ipairs(SHAPES) do
            local m, k, n = unpack(shape)
            for _, la in ipairs(NAMES) do
               for _, lb in ipairs(NAMES) do
                  local a, b = matrix(kind, la, m, k), matrix(kind, lb, k, n)
                  local wanted = product(0, nil, 1, a, b)
                  layouts.check(kind, torch.mm(a, b), wanted, 'mm')
                  local r = matrix(kind, lb, m, n)
                  assert(rawequal(r:mm(a, b), r))
                  layouts.check(kind, r, wanted, 'r:mm')
                  layouts.check(kind, torch.mm(torch[kind .. 'Tensor'](), a, b), wanted, 'mm')
                  layouts.check(kind, a * b, wanted, '*')
               end
            end
         end
      end
   end)

   it('addmm in all its forms', function()
      for _, kind in ipairs(KINDS) do
         for i, layout in ipairs(NAMES) do
            local a, b = matrix(kind, layout, 3, 4), matrix(kind, NAMES[i % #NAMES + 1], 4, 5)
            local t = matrix(kind, NAMES[(i + 1) % #NAMES + 1], 3, 5)
            local function check(r, beta, alpha)
               layouts.check(kind, r, product(beta, t, alpha, a, b), 'addmm ' .. layout)
            end
            check(torch.addmm(t, a, b), 1, 1)
            check(torch.addmm(t, 2, a, b), 1, 2)
            check(torch.addmm(3, t, a, b), 3, 1)
            check(torch.addmm(3, t, 2, a, b), 3, 2)
            local r = torch[kind .. 'Tensor'](1, 1)
            assert(rawequal(torch.addmm(r, 3, t, 2, a, b), r))
            check(r, 3, 2)
            check(r:addmm(t, a, b), 1, 1)
            check(r:addmm(t, 2, a, b), 1, 2)
            check(r:addmm(3, t, 2, a, b), 3, 2)
            check(t:clone():addmm(a, b), 1, 1)
            check(t:clone():addmm(2, a, b), 1, 2)
            check(t:clone():addmm(3, 2, a, b), 3, 2)
            check(matrix(kind, layout, 3, 5):copy(t):addmm(0, 2, a, b), 0, 2)
         end
      end
   end)

   it('mv and addmv', function()
      for _, kind in ipairs(KINDS) do
         for _, layout in ipairs(NAMES) do
            for _, strided in ipairs { false, true } do
               local a, x, t = matrix(kind, layout, 7, 4), vector(kind, 4, strided), vector(kind, 7, strided)
               layouts.check(kind, torch.mv(a, x), product(0, nil, 1, a, column(x)), 'mv')
               layouts.check(kind, a * x, product(0, nil, 1, a, column(x)), '*')
               layouts.check(kind, torch.addmv(2, t, 3, a, x), product(2, column(t), 3, a, column(x)), 'addmv')
               layouts.check(kind, vector(kind, 7, strided):copy(t):addmv(a, x), product(1, column(t), 1, a, column(x)), 'x:addmv')
               layouts.check(kind, t:clone():addmv(2, 3, a, x), product(2, column(t), 3, a, column(x)), 'x:addmv')
            end
         end
      end
   end)

   it('ger and addr', function()
      for _, kind in ipairs(KINDS) do
         for _, layout in ipairs(NAMES) do
            for _, strided in ipairs { false, true } do
               local x, y, t = vector(kind, 5, strided), vector(kind, 3, not strided), matrix(kind, layout, 5, 3)
               layouts.check(kind, torch.ger(x, y), product(0, nil, 1, column(x), column(y):t()), 'ger')
               layouts.check(kind, torch.addr(2, t, 3, x, y), product(2, t, 3, column(x), column(y):t()), 'addr')
               local r = matrix(kind, layout, 5, 3):copy(t)
               layouts.check(kind, r:addr(3, x, y), product(1, t, 3, column(x), column(y):t()), 'x:addr')
            end
         end
      end
   end)

   it('bmm, baddbmm and addbmm', function()
      for _, kind in ipairs(KINDS) do
         local T = torch[kind .. 'Tensor']
         local a, b = T(4, 5, 3):apply(draw):transpose(2, 3), T(4, 5, 6):apply(draw)
         local t, s = T(4, 3, 6):apply(draw), T(3, 6):apply(draw)
         local r, u = torch.bmm(a, b), torch.baddbmm(2, t, 3, a, b)
         local sum = torch.mul(s, 2)
         for i = 1, 4 do
            layouts.check(kind, r[i], product(0, nil, 1, a[i], b[i]), 'bmm')
            layouts.check(kind, u[i], product(2, t[i], 3, a[i], b[i]), 'baddbmm')
            sum:add(3, r[i])
         end
         layouts.check(kind, torch.addbmm(2, s, 3, a, b), layouts.values(sum), 'addbmm')
         assert.is_true(t:clone():baddbmm(2, 3, a, b):equal(u))
         assert.is_true(s:clone():addbmm(2, 3, a, b):equal(sum))
         assert.is_true(T(1):resize(1, 1, 1):bmm(a, b):equal(r))
      end
   end)

   it('batches large enough for all threads', function()
      local before = torch.getnumthreads()
      for _, kind in ipairs { 'Float', 'Double' } do
         local T = torch[kind .. 'Tensor']
         for _, columns in ipairs { 1, 40 } do
            local a, b = T(64, 60, 50):apply(draw), T(64, 50, columns):apply(draw)
            for threads = 1, 2 do
               torch.setnumthreads(threads)
               local r = torch.bmm(a, b)
               for i = 1, 64 do
                  assert.is_true(r[i]:equal(torch.mm(a[i], b[i])))
               end
            end
         end
      end
      torch.setnumthreads(before)
   end)

   it('results may lie on operands', function()
      for _, kind in ipairs(KINDS) do
         local a, b = matrix(kind, 'contiguous', 4, 4), matrix(kind, 'transposed', 4, 4)
         local wanted = product(0, nil, 1, a, b)
         local r = a:clone()
         layouts.check(kind, r:mm(r, b), wanted, 'r:mm(r, b)')
         r = b:clone()
         layouts.check(kind, r:mm(a, r), wanted, 'r:mm(a, r)')
         r = a:clone()
         layouts.check(kind, r:mm(r:t(), b), product(0, nil, 1, a:t(), b), "r:mm(r', b)")
         r = a:clone()
         layouts.check(kind, r:addmm(2, 3, r, b), product(2, a, 3, a, b), 'r:addmm(r, b)')
      end
   end)

   it('expanded operands', function()
      for _, kind in ipairs(KINDS) do
         local a = vector(kind, 5):view(1, 5):expand(3, 5)
         local b = vector(kind, 5):view(5, 1):expand(5, 4)
         layouts.check(kind, torch.mm(a, b), product(0, nil, 1, a, b), 'mm of expanded')
         layouts.check(kind, torch.mv(a, b:select(2, 1)), product(0, nil, 1, a, b:narrow(2, 1, 1)), 'mv of expanded')
      end
   end)

   it('beta 0 does not look at what was there', function()
      for _, kind in ipairs(layouts.floating) do
         local T = torch[kind .. 'Tensor']
         local a, b = matrix(kind, 'contiguous', 3, 4), matrix(kind, 'contiguous', 4, 2)
         layouts.check(kind, T(3, 2):fill(nan):addmm(0, 1, a, b), product(0, nil, 1, a, b), 'addmm')
         layouts.check(kind, T(3):fill(nan):addmv(0, 1, a, b:select(2, 1)), product(0, nil, 1, a, b:narrow(2, 1, 1)), 'addmv')
      end
   end)

   it('large ones agree with sums of pairs', function()
      local a, b = torch.FloatTensor(130, 300):apply(uniform), torch.FloatTensor(300, 70):apply(uniform)
      local r = torch.mm(a, b)
      for _, place in ipairs { { 1, 1 }, { 130, 70 }, { 64, 33 } } do
         local wanted = a[place[1]]:dot(b:select(2, place[2]))
         assert(math.abs(r[place] - wanted) < 1e-4 * wanted)
      end
   end)

   it('large ones are the same for any number of threads', function()
      for _, name in ipairs { 'FloatTensor', 'DoubleTensor' } do
         torch.manualSeed(7)
         local a, b = torch[name](131, 700):uniform(), torch[name](700, 90):uniform()
         local threads = torch.getnumthreads()
         torch.setnumthreads(1)
         local one, transposed = torch.mm(a, b), torch.mm(b:t(), a:t())
         torch.setnumthreads(3)
         local three = torch.mm(a, b)
         torch.setnumthreads(threads)
         assert.equal(0, (one - three):abs():max())
         assert.is_true((one - transposed:t()):abs():max() < 1e-3)
      end
   end)

   it('say which sizes do not fit', function()
      local function fails(pattern, f)
         local ok, message = pcall(f)
         assert(not ok and message:find(pattern, 1, true), message)
      end
      local a = torch.Tensor(2, 3)
      fails('size mismatch, m1: [2x3], m2: [2x3]', function() torch.mm(a, a) end)
      fails('size mismatch', function() torch.mv(a, torch.Tensor(2)) end)
      fails('size mismatch', function() torch.Tensor(3, 3):addmm(a, torch.Tensor(3, 2)) end)
      fails('invalid arguments', function() torch.Tensor():addmm(a, a:t()) end)
      fails('invalid arguments', function() torch.mm(a, torch.Tensor(3)) end)
   end)
end)
