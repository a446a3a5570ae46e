--- Linear algebra through LAPACK, for Float and Double: functions of torch, none a method.
--
-- Each takes its results first, all or none: torch.gesv(B, A) or torch.gesv(X, LU, B, A). Results are column-major (their strides
-- are those of a transposed matrix), as LAPACK leaves them; results may be the operands. Operands may have any strides and
-- are not changed otherwise. Errors name LAPACK's routine and its info code.
local ffi = require 'ffi'
local types = require 'torch.types'
local overload = require 'torch.overload'
local place = require 'torch.place'
local letters = require 'torch.letters'
local lapack = require 'torch.lapack'
local blame = require 'lampas.blame'

local ints = ffi.typeof('int[?]')

-- Declare a function: `work` receives the type and every argument.
local function define(name, signature, work)
   overload.define(name, types.floating, {
      { signature, function(T)
         return function(...)
            return work(T, ...)
         end
      end, form = 'function' },
   })
end

-- ---- checks -------------------------------------------------------------------------------------------------------------

local function matrix(name, letter, x)
   if x:dim() ~= 2 then
      blame("bad argument to '%s' (%s should be 2 dimensional, but has %d dimensions)", name, letter, x:dim())
   end
   return x:size(1), x:size(2)
end

local function square(name, x)
   local rows, columns = matrix(name, 'A', x)
   if rows ~= columns then
      blame("bad argument to '%s' (A should be square, but is %dx%d)", name, rows, columns)
   end
   return rows
end

-- Before NaN and infinity the balancing that geev begins with gives up without telling how far it came, and what follows writes
-- anywhere; the iteration of gesvd never ends.
local function require_finite(name, x)
   if not (x:min() > -math.huge and x:max() < math.huge) then
      blame("bad argument to '%s' (A should be finite, but has NaN or infinity among its elements)", name)
   end
end

-- The right-hand side B with as many rows as A; a vector as a matrix of one column.
local function right_side(name, T, b, rows)
   if b:dim() == 1 then
      b = T.newTensor():set(b:storage(), b:storageOffset(), b:size(1), b:stride(1), 1, 1)
   end
   matrix(name, 'B', b)
   if b:size(1) ~= rows then
      blame("bad argument to '%s' (A and B are incompatible: A has %d rows, B has %d)", name, rows, b:size(1))
   end
   return b
end

-- The reflectors that geqrf left in a (rows x k at least) and tau (k).
local function reflectors(name, a, tau, rows)
   local height, width = matrix(name, 'A', a)
   if tau:dim() ~= 1 then
      blame("bad argument to '%s' (tau should be 1 dimensional, but has %d dimensions)", name, tau:dim())
   end
   local k = tau:size(1)
   if height ~= rows or k > width or k > height then
      blame("bad argument to '%s' (%d reflectors of length %d expected in A, which is %dx%d)", name, k, rows, height, width)
   end
   return k < width and a:narrow(2, 1, k) or a, k
end

-- ---- triangles of a column-major n x n matrix -----------------------------------------------------------------------------

local function clear_other_triangle(T, m, n, uplo)
   local data = m:data()
   for column = 0, n - 1 do
      if uplo == 'U' then
         ffi.fill(data + column * n + column + 1, (n - 1 - column) * T.bytes)
      else
         ffi.fill(data + column * n, column * T.bytes)
      end
   end
end

local function mirror_triangle(m, n, uplo)
   local data = m:data()
   for column = 0, n - 1 do
      for row = 0, column - 1 do
         local upper, lower = row + column * n, column + row * n
         if uplo == 'U' then
            data[lower] = data[upper]
         else
            data[upper] = data[lower]
         end
      end
   end
end

-- ---- systems of equations ---------------------------------------------------------------------------------------------------

--- X, LU = torch.gesv([X, LU,] B, A): solves A X = B by LU decomposition with partial pivoting.
-- A: n x n; B: n x k, or n for one right-hand side; X: n x k.
define('gesv', '*T *T T T', function(T, rx, rlu, b, a)
   local n = square('gesv', a)
   b = right_side('gesv', T, b, n)
   local lu, x = place.copy(rlu, { a, b }, a), place.copy(rx, { a, b }, b)
   lapack(T, 'gesv', n, x:size(2), lu, n, ints(n), x, n)
   place.give(rlu, lu)
   place.give(rx, x)
end)

--- X, QR = torch.gels([X, QR,] B, A): least squares min ||A X - B|| for m >= n, the solution of least norm for m < n.
-- A: m x n of full rank; B: m x k, or m; X: n x k.
define('gels', '*T *T T T', function(T, rx, rqr, b, a)
   local m, n = matrix('gels', 'A', a)
   b = right_side('gels', T, b, m)
   local rows = math.max(m, n)
   local qr, x = place.copy(rqr, { a, b }, a), place.copy(rx, { a, b }, b, rows, n)
   lapack(T, 'gels', 'N', m, n, x:size(2), qr, m, x, rows)
   place.give(rqr, qr)
   place.give(rx, x, n)
end)

--- X, A = torch.trtrs([X, R,] B, A [, 'U'|'L'] [, 'N'|'T'] [, 'N'|'U']): solves A X = B, or A' X = B ('T'), where A is upper ('U') or lower
-- triangular and its diagonal is taken as ones ('U' as third option). R receives A.
define('trtrs', '*T *T T T str=nil str=nil str=nil', function(T, rx, ra, b, a, ...)
   local uplo, transposed, unit = letters('trtrs', { 'UL', 'NT', 'NU' }, ...)
   local n = square('trtrs', a)
   b = right_side('trtrs', T, b, n)
   local triangle, x = place.copy(ra, { a, b }, a), place.copy(rx, { a, b }, b)
   lapack(T, 'trtrs', uplo, transposed, unit, n, x:size(2), triangle, n, x, n)
   place.give(ra, triangle)
   place.give(rx, x)
end)

--- torch.inverse([R,] A): the inverse of A (n x n) by LU decomposition.
define('inverse', '*T T', function(T, r, a)
   local n = square('inverse', a)
   local m, pivots = place.copy(r, { a }, a), ints(n)
   lapack(T, 'getrf', n, n, m, n, pivots)
   lapack(T, 'getri', n, m, n, pivots)
   place.give(r, m)
end)

-- ---- eigenvalues and singular values --------------------------------------------------------------------------------------

--- e, V = torch.symeig([e, V,] A [, 'N'|'V'] [, 'U'|'L']): eigenvalues of a symmetric matrix in ascending order and, with 'V', its
-- eigenvectors as columns. Only the upper or the lower triangle of A is read. With 'N' V is left alone.
define('symeig', '*T *T T str=nil str=nil', function(T, re, rv, a, ...)
   local job, uplo = letters('symeig', { 'NV', 'UL' }, ...)
   local n = square('symeig', a)
   require_finite('symeig', a)
   local vectors = place.copy(job == 'V' and rv or T.newTensor(), { a }, a)
   local values = place.columns(re, { a, vectors }, n)
   lapack(T, 'syev', job, uplo, n, vectors, n, values)
   if job == 'V' then
      place.give(rv, vectors)
   end
   place.give(re, values)
end)

--- e, V = torch.eig([e, V,] A [, 'N'|'V']): eigenvalues of any square matrix as n x 2 (real and imaginary parts) and, with 'V', the right
-- eigenvectors: a column each; a complex pair has its real part in one column and its imaginary part in the next.
define('eig', '*T *T T str=nil', function(T, re, rv, a, ...)
   local job = letters('eig', { 'NV' }, ...)
   local n = square('eig', a)
   require_finite('eig', a)
   local destroyed, values = place.copy(T.newTensor(), {}, a), place.columns(re, { a }, n, 2)
   local vectors = job == 'V' and place.columns(rv, { a, values }, n, n) or nil
   local real = values:data()
   lapack(T, 'geev', 'N', job, n, destroyed, n, real, real + n, nil, 1, vectors and vectors, n)
   place.give(re, values)
   if vectors then
      place.give(rv, vectors)
   end
end)

--- U, s, V = torch.svd([U, s, V,] A [, 'S'|'A']): A = U diag(s) V' with singular values in descending order.
-- A: m x n; k = min(m, n); s: k. 'S': U is m x k and V is n x k; 'A': U is m x m and V is n x n.
define('svd', '*T *T *T T str=nil', function(T, ru, rs, rv, a, ...)
   local job = letters('svd', { 'SA' }, ...)
   local m, n = matrix('svd', 'A', a)
   require_finite('svd', a)
   local k = math.min(m, n)
   local left, right = job == 'A' and m or k, job == 'A' and n or k
   local destroyed, fresh = place.copy(T.newTensor(), {}, a), T.newTensor()
   local u, s, vt = place.columns(ru, {}, m, left), place.columns(rs, {}, k), place.columns(fresh, {}, right, n)
   lapack(T, 'gesvd', job, job, m, n, destroyed, m, s, u, m, vt, right)
   local v = place.columns(rv, {}, n, right)
   v:copy(vt:t())
   place.give(ru, u)
   place.give(rs, s)
   place.give(rv, v)
end)

-- ---- Cholesky -----------------------------------------------------------------------------------------------------------------

--- torch.potrf([R,] A [, 'U'|'L']): the Cholesky factor of a symmetric positive definite matrix: A = R' R with R upper triangular, or
-- A = R R' with 'L'. Only that triangle of A is read.
define('potrf', '*T T str=nil', function(T, r, a, ...)
   local uplo = letters('potrf', { 'UL' }, ...)
   local n = square('potrf', a)
   local m = place.copy(r, { a }, a)
   lapack(T, 'potrf', uplo, n, m, n)
   clear_other_triangle(T, m, n, uplo)
   place.give(r, m)
end)

--- torch.potrs([X,] B, R [, 'U'|'L']): solves A X = B by the Cholesky factor R of A. B: n x k, or n.
define('potrs', '*T T T str=nil', function(T, r, b, factor, ...)
   local uplo = letters('potrs', { 'UL' }, ...)
   local n = square('potrs', factor)
   b = right_side('potrs', T, b, n)
   local triangle, x = place.read(factor), place.copy(r, { b, factor }, b)
   lapack(T, 'potrs', uplo, n, x:size(2), triangle, n, x, n)
   place.give(r, x)
end)

--- torch.potri([R,] C [, 'U'|'L']): the inverse of A from its Cholesky factor C, both triangles of it.
define('potri', '*T T str=nil', function(T, r, factor, ...)
   local uplo = letters('potri', { 'UL' }, ...)
   local n = square('potri', factor)
   local m = place.copy(r, { factor }, factor)
   lapack(T, 'potri', uplo, n, m, n)
   mirror_triangle(m, n, uplo)
   place.give(r, m)
end)

--- R, piv = torch.pstrf([R, piv,] A [, 'U'|'L'] [, tol = -1]): Cholesky with complete pivoting of a positive semidefinite matrix:
-- P' A P = R' R (R R' with 'L'), where column j of P has its one in row piv[j] (an IntTensor). A negative tol stands for
-- n * epsilon * max(diagonal). A matrix of lower rank is an error.
define('pstrf', '*T *Int T str=nil real=-1', function(T, r, rpiv, a, option, tol)
   local uplo = letters('pstrf', { 'UL' }, option)
   local n = square('pstrf', a)
   local m, pivots = place.copy(r, { a }, a), place.columns(rpiv, {}, n)
   local work = T.tensor.new(2 * n)
   lapack(T, 'pstrf', uplo, n, m, n, pivots, ints(1), tol, work)
   clear_other_triangle(T, m, n, uplo)
   place.give(r, m)
   place.give(rpiv, pivots)
end)

-- ---- QR -------------------------------------------------------------------------------------------------------------------------

--- A, tau = torch.geqrf([R, tau,] A): the QR decomposition as LAPACK packs it: R on and above the diagonal, below it the reflectors that
-- Q is the product of, with their factors in tau (min(m, n)).
define('geqrf', '*T *T T', function(T, r, rtau, a)
   local m, n = matrix('geqrf', 'A', a)
   local packed = place.copy(r, { a }, a)
   local tau = place.columns(rtau, { a }, math.min(m, n))
   lapack(T, 'geqrf', m, n, packed, m, tau)
   place.give(r, packed)
   place.give(rtau, tau)
end)

--- torch.orgqr([Q,] A, tau): the first k columns of Q (m x k) from the k reflectors that geqrf left in A (m x n) and tau (k).
define('orgqr', '*T T T', function(T, r, a, tau)
   local m = matrix('orgqr', 'A', a)
   local columns, k = reflectors('orgqr', a, tau, m)
   tau = tau:contiguous()
   local q = place.copy(r, { columns, tau }, columns)
   lapack(T, 'orgqr', m, k, k, q, m, tau)
   place.give(r, q)
end)

--- torch.ormqr([R,] A, tau, C [, 'L'|'R'] [, 'N'|'T']): Q C, Q' C ('T'), C Q or C Q' ('R'), where geqrf left Q in A and tau.
define('ormqr', '*T T T T str=nil str=nil', function(T, r, a, tau, c, ...)
   local side, transposed = letters('ormqr', { 'LR', 'NT' }, ...)
   local m, n = matrix('ormqr', 'C', c)
   local length = side == 'L' and m or n
   local columns, k = reflectors('ormqr', a, tau, length)
   tau = tau:contiguous()
   local own, product = place.read(columns), place.copy(r, { a, tau, c }, c)
   lapack(T, 'ormqr', side, transposed, m, n, k, own, length, tau, product, m)
   place.give(r, product)
end)

--- Q, R = torch.qr([Q, R,] A): A = Q R with orthonormal columns of Q (m x k) and R upper triangular (k x n), k = min(m, n).
define('qr', '*T *T T', function(T, rq, rr, a)
   local m, n = matrix('qr', 'A', a)
   local k = math.min(m, n)
   local packed, tau = place.copy(T.newTensor(), {}, a), T.tensor.new(k)
   lapack(T, 'geqrf', m, n, packed, m, tau)
   local r, q = place.columns(rr, {}, k, n), place.columns(rq, {}, m, k)
   local from, triangle = packed:data(), r:data()
   for column = 0, n - 1 do
      local filled = math.min(column + 1, k)
      ffi.copy(triangle + column * k, from + column * m, filled * T.bytes)
      ffi.fill(triangle + column * k + filled, (k - filled) * T.bytes)
   end
   ffi.copy(q:data(), from, m * k * T.bytes)
   lapack(T, 'orgqr', m, k, k, q, m, tau)
   place.give(rr, r)
   place.give(rq, q)
end)
