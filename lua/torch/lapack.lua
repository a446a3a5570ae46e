--- LAPACK's routines, as OpenBLAS ships them, called with Lua's numbers and letters.
--
--    lapack(T, 'gesv', n, nrhs, a, lda, pivots, b, ldb)
--
-- calls dgesv or sgesv by T. Arrays are given as tensors, which live until the routine is done, or as pointers to what lives that long.
-- Fortran takes every argument by address, and after them, hidden, the lengths of the characters.
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

local function run(routine, longest, arguments, n)
   if longest > SMALL then
      return routine(unpack(arguments, 1, n))
   end
   local threads = engine.lampas_threads_get()
   engine.lampas_threads_set(1)
   routine(unpack(arguments, 1, n))
   engine.lampas_threads_set(threads)
end

-- The kinds of a routine as a list without the work array, whether it takes one, and how many letters there are.
local function read_kinds(text)
   local kinds, letters = {}, 0
   for kind in text:gmatch('[^w]') do
      kinds[#kinds + 1] = kind
      letters = letters + (kind == 'c' and 1 or 0)
   end
   return kinds, text:sub(-1) == 'w', letters
end

-- info and the lengths of the letters, which end every list of arguments; returns how many arguments there are then.
local function finish(arguments, n, info, letters)
   arguments[n + 1] = info
   for i = n + 2, n + 1 + letters do
      arguments[i] = 1
   end
   return n + 1 + letters
end

local function make(T, name)
   local routine = declare(T, name, ROUTINES[name])
   local kinds, works, letters = read_kinds(ROUTINES[name])
   local real = ffi.typeof(T.ctype .. '[1]')

   local function check(info)
      if info < 0 then
         blame('Lapack Error in %s : illegal value of argument %d (info %d)', name, -info, info)
      elseif info > 0 then
         blame('Lapack Error in %s : %s (info %d)', name, FAILURES[name]:format(info, info), info)
      end
   end

   return function(...)
      local arguments, longest, info = { ... }, 0, int()
      arguments.held = { ... } -- the tensors: making the work array may run the collector
      for i, kind in ipairs(kinds) do
         if kind == 'i' then
            longest = math.max(longest, arguments[i])
            arguments[i] = int(arguments[i])
         elseif kind == 's' then
            arguments[i] = real(arguments[i])
         elseif handle.typeOf(arguments[i]) then
            arguments[i] = arguments[i]:data()
         end
      end
      local n, storage = #kinds, nil
      if works then
         local wanted, size = real(), int(-1)
         arguments[n + 1], arguments[n + 2], n = wanted, size, n + 2
         run(routine, longest, arguments, finish(arguments, n, info, letters))
         check(info[0])
         size[0] = math.ceil(wanted[0] * (1 + 2 ^ -23)) -- a float may have rounded the size down
         local p
         storage, p = handle.newStorage(T, size[0])
         arguments[n - 1] = p.data
      end
      run(routine, longest, arguments, finish(arguments, n, info, letters))
      check(info[0])
      return storage -- alive until here
   end
end

local made = {}

--- Run a routine; an error names it and its info code.
-- @param T type descriptor, Float or Double
-- @param name without the letter of the type
-- @param ... its arguments up to work or info: letters as strings, numbers, tensors, pointers
return function(T, name, ...)
   made[T] = made[T] or {}
   local routine = made[T][name]
   if not routine then
      routine = make(T, name)
      made[T][name] = routine
   end
   routine(...)
end
