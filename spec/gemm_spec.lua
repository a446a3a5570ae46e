local library = require 'lampas.library'
local support = require 'spec.support.engine'

-- The product in double, from the same elements.
local function reference(c, transA, transB, M, N, K, alpha, A, lda, B, ldb, beta, ldc)
   for m = 0, M - 1 do
      for n = 0, N - 1 do
         local sum = 0
         for k = 0, K - 1 do
            sum = sum + A[transA and k * lda + m or m * lda + k] * B[transB and n * ldb + k or k * ldb + n]
         end
         local old = c[m * ldc + n]
         c[m * ldc + n] = alpha * sum + (beta == 0 and 0 or beta * old)
      end
   end
end

local function run(element, shape, transA, transB, alpha, beta)
   local M, N, K, slack = shape[1], shape[2], shape[3], shape[4] or 0
   local lda, ldb, ldc = (transA and M or K) + slack, (transB and K or N) + 2 * slack, N + 3 * slack
   local A = support.random(element, (transA and K or M) * lda + 1, slack)
   local B = support.random(element, (transB and N or K) * ldb + 1)
   local C = support.random(element, M * ldc, slack)
   local wanted = support.array('double', C.n)
   for i = 0, C.n - 1 do
      wanted.data[i] = C.data[i]
   end
   reference(wanted.data, transA, transB, M, N, K, alpha, A.data, lda, B.data, ldb, beta, ldc)
   local before = support.copy(element, C)
   local first
   support.with_threads(function(threads)
      local got = support.copy(element, before)
      local status = library.kernels[element].lampas_gemm(
         transA and 1 or 0, transB and 1 or 0, M, N, K, alpha, A.data, lda, B.data, ldb, beta, got.data, ldc)
      assert.equal(0, status)
      local what = ('%dx%dx%d%s%s, %d threads'):format(M, N, K, transA and ' A\'' or '', transB and ' B\'' or '', threads)
      support.check(element, got, wanted, what)
      first = first or got
      support.same(element, first, got, what)
   end)
end

for _, element in ipairs(support.types) do
   describe('gemm in ' .. element, function()
      local shapes = {
         { 1, 1, 1 }, { 1, 17, 5 }, { 5, 1, 9, 3 }, { 7, 13, 31, 1 }, { 6, 16, 24 }, { 8, 48, 40 },
         { 13, 100, 70, 5 }, { 50, 37, 401, 2 }, { 101, 70, 64 }, { 3, 700, 50 }, { 200, 5, 90, 1 },
         { 33, 20, 300 }, { 100, 12, 70, 1 }, { 9, 40, 77 }, { 6, 200, 90, 3 }, { 17, 33, 1100, 3 },
      }
      for _, transA in ipairs { false, true } do
         for _, transB in ipairs { false, true } do
            it(('multiplies %s by %s'):format(transA and 'A\'' or 'A', transB and 'B\'' or 'B'), function()
               for i, shape in ipairs(shapes) do
                  run(element, shape, transA, transB, i % 2 == 0 and 1 or -0.75, ({ 0, 1, 0.5 })[i % 3 + 1])
               end
            end)
         end
      end

      it('cuts a long sum the same way for any number of threads', function()
         run(element, { 40, 150, 800 }, false, true, 1, 1)
         run(element, { 40, 150, 800 }, true, false, 1, 0)
      end)

      it('overwrites what C held when beta is 0, not-a-number too', function()
         local A, B = support.random(element, 15), support.random(element, 15)
         local C = support.array(element, 9)
         for i = 0, 8 do
            C.data[i] = 0 / 0
         end
         local wanted = support.array('double', 9)
         reference(wanted.data, false, false, 3, 3, 5, 1, A.data, 5, B.data, 3, 0, 3)
         library.kernels[element].lampas_gemm(0, 0, 3, 3, 5, 1, A.data, 5, B.data, 3, 0, C.data, 3)
         support.check(element, C, wanted, 'over NaN')
      end)

      it('scales C when there is nothing to sum', function()
         local C = support.random(element, 6)
         local wanted = support.array('double', 6)
         for i = 0, 5 do
            wanted.data[i] = 2 * C.data[i]
         end
         library.kernels[element].lampas_gemm(0, 0, 2, 3, 0, 1, C.data, 1, C.data, 3, 2, C.data, 3)
         support.check(element, C, wanted, 'K = 0')
      end)

      it('lets infinity and not-a-number reach their row and column alone', function()
         local M, N, K = 9, 21, 11
         local A, B, C = support.random(element, M * K), support.random(element, K * N), support.array(element, M * N)
         A.data[4 * K + 3] = 0 / 0
         B.data[2 * N + 20] = math.huge
         library.kernels[element].lampas_gemm(0, 0, M, N, K, 1, A.data, K, B.data, N, 0, C.data, N)
         for m = 0, M - 1 do
            for n = 0, N - 1 do
               local value = C.data[m * N + n]
               if m == 4 then
                  assert.is_true(value ~= value)
               elseif n == 20 then
                  assert.equal(math.huge, math.abs(value))
               else
                  assert.is_true(math.abs(value) < 100)
               end
            end
         end
      end)
   end)
end
