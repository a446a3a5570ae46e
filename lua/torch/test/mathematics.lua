--- torch.test: what is computed from elements.
return function(test)
   local holds = test.holds
   local sizes_are = test.sizes_are
   local elements = test.elements
   local map = test.map
   local tester = test.tester

   -- ---- element by element ---------------------------------------------------------------------------------------------

   local BINARY = {
      cmul = function(a, b) return a * b end,
      cmax = math.max,
      cmin = math.min,
      cpow = function(a, b) return a ^ b end,
      add = function(a, b) return a + b end,
   }

   local WITH_NUMBER = {
      add = function(a) return a + 2 end,
      mul = function(a) return a * 2 end,
      cmax = function(a) return math.max(a, 2) end,
      cmin = function(a) return math.min(a, 2) end,
      fmod = function(a) return math.fmod(a, 2) end,
      remainder = function(a) return a % 2 end,
   }

   test.each('arithmetic', test.ALL, function(_, new, tolerance)
      local x, y = new(5, 3), new(5, 3)
      local a, b = elements(x), elements(y)
      for name, f in pairs(BINARY) do
         local allowed = tolerance * (name == 'cpow' and 100 or 1)
         holds(torch[name](x, y), map(f, a, b), allowed, name)
         holds(x:t():clone():t()[name](x:t():clone():t(), y), map(f, a, b), allowed, name .. ' over columns')
      end
      for name, f in pairs(WITH_NUMBER) do
         holds(torch[name](x, 2), map(f, a), tolerance, name .. ' with a number')
      end
      holds(torch.add(x, 2, y), map(function(p, q) return p + 2 * q end, a, b), tolerance, 'add a multiple')
      holds(torch.clamp(x, 2, 3), map(function(p) return math.max(2, math.min(3, p)) end, a), 0, 'clamp')
      holds(torch.addcmul(x, 2, x, y), map(function(p, q) return p + 2 * p * q end, a, b), tolerance, 'addcmul')
      holds(x * 2 + y - 1, map(function(p, q) return p * 2 + q - 1 end, a, b), tolerance, 'operators')
   end)

   test.each('signs', { 'Char', 'Short', 'Int', 'Long', 'Float', 'Double' }, function(T)
      local x = T { -3, 0, 2 }
      holds(x:clone():csub(1), { -4, -1, 1 }, 0, 'csub')
      holds(torch.sign(x), { -1, 0, 1 }, 0, 'sign')
      holds(-x, { 3, 0, -2 }, 0, 'minus')
   end)

   test.each('bits', test.INTEGERS, function(_, new)
      local x, y = new(5), new(5)
      local bit = require 'bit'
      for name, f in pairs { bitand = bit.band, bitor = bit.bor, bitxor = bit.bxor } do
         holds(torch['c' .. name](x, y), map(f, elements(x), elements(y)), 0, name)
      end
      holds(torch.lshift(x, 2), map(function(p) return p * 4 end, elements(x)), 0, 'lshift')
      holds(torch.rshift(x, 1), map(function(p) return math.floor(p / 2) end, elements(x)), 0, 'rshift')
   end)

   test.each('comparisons', test.ALL, function(_, new)
      local x, y = new(20), new(20)
      local compare = {
         lt = function(a, b) return a < b end, le = function(a, b) return a <= b end, gt = function(a, b) return a > b end,
         ge = function(a, b) return a >= b end, eq = function(a, b) return a == b end, ne = function(a, b) return a ~= b end,
      }
      for name, f in pairs(compare) do
         local result = x[name](x, y)
         tester:asserteq(result:type(), 'torch.ByteTensor')
         holds(result, map(function(a, b) return f(a, b) and 1 or 0 end, elements(x), elements(y)), 0, name)
         holds(x[name](x, 2), map(function(a) return f(a, 2) and 1 or 0 end, elements(x)), 0, name .. ' a number')
      end
   end)

   local FUNCTIONS = {
      exp = math.exp, sqrt = math.sqrt, sin = math.sin, cos = math.cos, tan = math.tan, tanh = math.tanh, sinh = math.sinh, cosh = math.cosh,
      atan = math.atan, floor = math.floor, ceil = math.ceil, trunc = math.floor, abs = math.abs, neg = function(a) return -a end,
      log = function(a) return math.log(a) end,
      log1p = function(a) return math.log(1 + a) end,
      cinv = function(a) return 1 / a end,
      rsqrt = function(a) return 1 / math.sqrt(a) end,
      sigmoid = function(a) return 1 / (1 + math.exp(-a)) end,
      frac = function(a) return a - math.floor(a) end,
      round = function(a) return math.floor(a + 0.5) end,
   }

   test.each('functions', test.FLOATING, function(T, _, tolerance)
      local x = T(37):uniform(0.1, 1.4)
      for name, f in pairs(FUNCTIONS) do
         holds(torch[name](x), map(f, elements(x)), tolerance * 10, name)
      end
      holds(torch.lerp(x, T(37):fill(1), 0.5), map(function(a) return (a + 1) / 2 end, elements(x)), tolerance, 'lerp')
      holds(torch.pow(x, 3), map(function(a) return a ^ 3 end, elements(x)), tolerance, 'pow')
   end)

   -- ---- reductions, sorting ----------------------------------------------------------------------------------------------

   local FOLDS = {
      sum = function(a, b) return a + b end,
      max = math.max,
      min = math.min,
   }

   test.each('reductions', test.ALL, function(_, new, tolerance)
      local x = new(4, 5)
      for name, f in pairs(FOLDS) do
         local whole
         for _, value in ipairs(elements(x)) do
            whole = whole and f(whole, value) or value
         end
         tester:assertalmosteq(x[name](x), whole, tolerance, name)
         for d = 1, 2 do
            local wanted = {}
            for i = 1, x:size(3 - d) do
               for _, value in ipairs(elements(x:select(3 - d, i))) do
                  wanted[i] = wanted[i] and f(wanted[i], value) or value
               end
            end
            holds((torch[name](x, d)), wanted, tolerance, name .. ' along a dimension')
         end
      end
      tester:asserteq(new(3):fill(2):prod(), 8)
      holds(torch.cumsum(new(3):fill(2)), { 2, 4, 6 }, 0, 'cumsum')
      holds(torch.cumprod(new(3):fill(2)), { 2, 4, 8 }, 0, 'cumprod')
   end)

   test.each('statistics', test.FLOATING, function(T, _, tolerance)
      local x = T { 1, 2, 3, 6 }
      tester:assertalmosteq(x:mean(), 3, tolerance)
      tester:assertalmosteq(x:var(), 14 / 3, tolerance)
      tester:assertalmosteq(x:std(), math.sqrt(14 / 3), tolerance)
      tester:assertalmosteq(x:norm(), math.sqrt(50), tolerance * 10)
      tester:assertalmosteq(x:norm(1), 12, tolerance)
      tester:assertalmosteq(x:dist(T { 1, 2, 3, 2 }), 4, tolerance)
   end)

   test.each('sorting', test.ALL, function(_, new)
      local x = new(6, 9)
      for _, descending in ipairs { false, true } do
         local sorted, indices = torch.sort(x, 2, descending)
         holds(x:gather(2, indices), elements(sorted), 0, 'sort and its indices')
         local first, second = sorted:narrow(2, 1, 8), sorted:narrow(2, 2, 8)
         tester:assert(descending and first:ge(second):all() or not descending and first:le(second):all(), 'sorted')
      end
      local sorted = torch.sort(x, 2)
      holds((torch.kthvalue(x, 4, 2)), elements(sorted:select(2, 4)), 0, 'kthvalue')
      holds((torch.median(x, 2)), elements(sorted:select(2, 5)), 0, 'median')
      holds((torch.topk(x, 3, 2, true, true)), elements((torch.sort(x, 2, true)):narrow(2, 1, 3)), 0, 'topk')
      tester:asserteq(torch.mode(torch.Tensor { 3, 1, 3 }:typeAs(x))[1], 3)
   end)

   -- ---- linear algebra -----------------------------------------------------------------------------------------------------

   local function product(a, b)
      local result = {}
      for i = 1, a:size(1) do
         for j = 1, b:size(2) do
            local sum = 0
            for k = 1, a:size(2) do
               sum = sum + a[i][k] * b[k][j]
            end
            result[#result + 1] = sum
         end
      end
      return result
   end

   test.each('products', test.ALL, function(_, new, tolerance)
      local a, b = new(3, 4), new(4, 2)
      holds(torch.mm(a, b), product(a, b), tolerance, 'mm')
      holds(torch.mm(a:t():clone():t(), b:t():clone():t()), product(a, b), tolerance, 'mm of transposed')
      holds(torch.mv(a, b:select(2, 1)), product(a, b:narrow(2, 1, 1)), tolerance, 'mv')
      tester:assertalmosteq(a[1]:dot(b:select(2, 1)), product(a, b)[1], tolerance, 'dot')
      holds(torch.ger(a[1], b[1]), product(a[1]:view(4, 1), b[1]:view(1, 2)), tolerance, 'ger')
      holds(torch.addmm(new(3, 2):fill(1), a, b), map(function(p) return p + 1 end, product(a, b)), tolerance, 'addmm')
      holds(torch.bmm(a:view(1, 3, 4), b:view(1, 4, 2)), product(a, b), tolerance, 'bmm')
   end)

   test.each('decompositions', test.FLOATING, function(T, _, tolerance)
      local n, limit = 5, tolerance * 100
      local a = T(n, n):uniform(-1, 1) + torch.eye(n):typeAs(T()) * 4
      local function near(x, y, what)
         tester:assertle((x - y):abs():max(), limit, what)
      end
      local b = T(n, 2):uniform(-1, 1)
      near(a * torch.gesv(b, a), b, 'gesv')
      near(a * torch.inverse(a), torch.eye(n):typeAs(a), 'inverse')
      local u, s, v = torch.svd(a)
      near(u * torch.diag(s) * v:t(), a, 'svd')
      local q, r = torch.qr(a)
      near(q * r, a, 'qr')
      local symmetric = a * a:t()
      local e, w = torch.symeig(symmetric, 'V')
      near(w * torch.diag(e) * w:t(), symmetric, 'symeig')
      local root = torch.potrf(symmetric, 'U')
      near(root:t() * root, symmetric, 'potrf')
   end)

   test.each('convolutions', test.FLOATING, function(T, new, tolerance)
      local x, k = new(5, 6), new(2, 3)
      local wanted = {}
      for i = 1, 4 do
         for j = 1, 4 do
            local sum = 0
            for p = 1, 2 do
               for q = 1, 3 do
                  sum = sum + x[i + p - 1][j + q - 1] * k[p][q]
               end
            end
            wanted[#wanted + 1] = sum
         end
      end
      holds(torch.xcorr2(x, k), wanted, tolerance * 10, 'xcorr2')
      local flipped = T(2, 3)
      for p = 1, 2 do
         for q = 1, 3 do
            flipped[p][q] = k[3 - p][4 - q]
         end
      end
      holds(torch.conv2(x, flipped), wanted, tolerance * 10, 'conv2')
      sizes_are(torch.conv2(x, k, 'F'), { 6, 8 }, 'a full convolution')
   end)
end
