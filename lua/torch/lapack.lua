--- LAPACK's routines, as OpenBLAS ships them, called with Lua's numbers and letters.
--
--    lapack(T, 'gesv', n, nrhs, a, lda, pivots, b, ldb)
--
-- calls dgesv or sgesv by T. Fortran takes every argument by address, and after them, hidden, the lengths of the characters.
-- Work arrays are not passed: their size is asked for (lwork = -1) and they are made here.
local ffi = require 'ffi'
local library = require 'lampas.library'
local handle = require 'torch.handle'
local blame = require 'lampas.blame'

local engine = library.engine

-- Arguments in their order: c a letter, i a number, s a real number, r an array of reals, o an array of ints, w the work array and its length.
-- `info` follows in every routine.
local ROUTINES = {
   gesv = 'iiriori',
   gels = 'ciiiririw',
   trtrs = 'ccciiriri',
   syev = 'ccirirw',
   geev = 'ccirirrririw',
   gesvd = 'cciirirririw',
   getrf = 'iirio',
   getri = 'iriow',
   potrf = 'ciri',
   potrs = 'ciiriri',
   potri = 'ciri',
   pstrf = 'cirioosr',
   geqrf = 'iirirw',
   orgqr = 'iiirirw',
   ormqr = 'cciiirirriw',
}

-- What a positive info means.
local FAILURES = {
   gesv = 'U(%d,%d) is zero, singular U',
   gels = 'the %d-th diagonal element of the triangular factor of A is zero',
   trtrs = 'A(%d,%d) is zero, singular A',
   syev = '%d off-diagonal elements did not converge to zero',
   geev = 'only the eigenvalues after the %d-th have converged',
   gesvd = '%d superdiagonals failed to converge',
   getrf = 'U(%d,%d) is zero, U is singular',
   getri = 'U(%d,%d) is zero, U is singular',
   potrf = 'the leading minor of order %d is not positive definite',
   potri = 'A(%d,%d) is zero, A cannot be factorized',
   pstrf = 'matrix is rank deficient or not positive semidefinite',
}

local C_TYPES = { c = 'const char *', i = 'const int *', s = 'const %s *', r = '%s *', o = 'int *', w = '%s *, const int *' }
local PREFIXES = { Float = 's', Double = 'd' }

-- Declared under a name of our own, so that nobody else's declaration of LAPACK is in the way.
local function declare(T, name, kinds)
   local symbol = PREFIXES[T.name] .. name
   local words = {}
   for kind in kinds:gmatch('.') do
      words[#words + 1] = C_TYPES[kind]:format(T.ctype)
   end
   words[#words + 1] = 'int *info' .. (', size_t'):rep(select(2, kinds:gsub('c', '')))
   ffi.cdef(('void lampas_%s(%s) __asm__("%s_");'):format(symbol, table.concat(words, ', '), symbol))
   return engine['lampas_' .. symbol]
end

local int = ffi.typeof('int[1]')

-- OpenBLAS divides even a system of two equations among all threads, which costs more than it saves up to about this length.
local SMALL = 100

local function run_alone(routine, ...)
   local threads = engine.lampas_threads_get()
   engine.lampas_threads_set(1)
   routine(...)
   engine.lampas_threads_set(threads)
end

local function make(T, name)
   local kinds = ROUTINES[name]
   local routine = declare(T, name, kinds)
   local real = ffi.typeof(T.ctype .. '[1]')

   local function check(info)
      if info < 0 then
         blame('Lapack Error in %s : illegal value of argument %d (info %d)', name, -info, info)
      elseif info > 0 then
         blame('Lapack Error in %s : %s (info %d)', name, FAILURES[name]:format(info, info), info)
      end
   end

   return function(...)
      local arguments, n, letters, longest = {}, 0, 0, 0
      for kind in kinds:gmatch('[^w]') do
         n = n + 1
         local value = select(n, ...)
         letters = letters + (kind == 'c' and 1 or 0)
         longest = math.max(longest, kind == 'i' and value or 0)
         arguments[n] = kind == 'i' and int(value) or kind == 's' and real(value) or value
      end
      local info, size = int(), int(-1)
      local function call(work)
         local last = n
         if work then
            arguments[n + 1], arguments[n + 2], last = work, size, n + 2
         end
         arguments[last + 1] = info
         for i = last + 2, last + 1 + letters do
            arguments[i] = 1
         end
         if longest > SMALL then
            routine(unpack(arguments, 1, last + 1 + letters))
         else
            run_alone(routine, unpack(arguments, 1, last + 1 + letters))
         end
         check(info[0])
      end
      if kinds:sub(-1) ~= 'w' then
         return call()
      end
      local wanted = real()
      call(wanted)
      size[0] = math.ceil(wanted[0] * (1 + 2 ^ -23)) -- a float may have rounded the size down
      local storage, work = handle.newStorage(T, size[0])
      call(work.data)
      return storage -- alive until here
   end
end

local made = {}

--- Run a routine; an error names it and its info code.
-- @param T type descriptor, Float or Double
-- @param name without the letter of the type
-- @param ... its arguments up to work or info: letters as strings, numbers, pointers
return function(T, name, ...)
   made[T] = made[T] or {}
   local routine = made[T][name]
   if not routine then
      routine = make(T, name)
      made[T][name] = routine
   end
   routine(...)
end
